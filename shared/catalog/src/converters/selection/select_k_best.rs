//! Parameters of selecting a number of columns.

use super::super::cards::SELECTION;
use super::AllWord;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many columns are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Count {
    /// All of them.
    Word(AllWord),
    /// So many.
    Number(#[schemars(range(min = 1))] u32),
}

/// Keeps the columns that say most about the target, so many of them, and removes the others.
///
/// Each column is looked at by itself: by the F test between the classes of a target of categories, by its correlation with a
/// target of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SelectKBest {
    /// How many columns are kept, or `all`.
    #[schemars(title = "Columns to keep")]
    pub k: Count,
}

impl Default for SelectKBest {
    fn default() -> Self {
        Self { k: Count::Number(10) }
    }
}

impl Converter for SelectKBest {
    const NAME: &'static str = "SelectKBest";
    const CARD: Card = Card {
        display_name: "Select K Best",
        short_description: "Keeps the columns that say most about the target.",
        ..SELECTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { supervised: true, ..ConverterTraits::NONE };
}
