//! Parameters of selection by a rule of choice.

use super::super::cards::SELECTION;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which columns are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum SelectionMode {
    /// The best share, in percent
    Percentile,
    /// The best so many
    KBest,
    /// Bounded false positive rate
    Fpr,
    /// Bounded false discovery rate
    Fdr,
    /// Bounded family-wise error
    Fwe,
}

/// The parameter of a mode.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum SelectionParam {
    /// No bound.
    Word(AllWord),
    /// A percentage or an error rate.
    Number(f64),
    /// A number of columns.
    Integer(i64),
}

/// All of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AllWord {
    /// All
    All,
}

/// Keeps the columns that say most about the target, by a rule of choice, and removes the others.
///
/// Each column is looked at by itself: by the F test between the classes of a target of categories, by its correlation with a
/// target of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GenericUnivariateSelect {
    /// Which columns are kept.
    pub mode: SelectionMode,
    /// The bound that goes with the mode: a percentage, a number of columns or `all`, or the highest error rate (0 to 1).
    #[schemars(title = "Bound")]
    pub param: Option<SelectionParam>,
}

impl Default for GenericUnivariateSelect {
    fn default() -> Self {
        Self { mode: SelectionMode::Percentile, param: Some(SelectionParam::Number(10.0)) }
    }
}

impl Converter for GenericUnivariateSelect {
    const NAME: &'static str = "GenericUnivariateSelect";
    const CARD: Card = Card {
        display_name: "Generic Univariate Select",
        short_description: "Keeps the columns that say most about the target, by a rule of choice.",
        ..SELECTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { supervised: true, ..ConverterTraits::NONE };
}
