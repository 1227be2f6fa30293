//! Parameters of selecting a share of the columns.

use super::super::cards::SELECTION;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keeps the columns that say most about the target, a share of all, and removes the others.
///
/// Each column is looked at by itself: by the F test between the classes of a target of categories, by its correlation with a
/// target of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SelectPercentile {
    /// The share of the columns that is kept, in percent; one column at least.
    #[schemars(title = "Percentage to keep", range(min = 1, max = 100))]
    pub percentile: u32,
}

impl Default for SelectPercentile {
    fn default() -> Self {
        Self { percentile: 10 }
    }
}

impl Converter for SelectPercentile {
    const NAME: &'static str = "SelectPercentile";
    const CARD: Card = Card {
        display_name: "Select Percentile",
        short_description: "Keeps the share of the columns that says most about the target.",
        ..SELECTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { supervised: true, ..ConverterTraits::NONE };
}
