//! Parameters of new columns from old by a function.

use super::super::cards::{ENGINEERING, NUMBERS};
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A function of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Expansion {
    /// Natural logarithm of one more than the value
    Log1p,
    /// Square
    Square,
    /// Square root
    Sqrt,
}

/// Adds a column with a function of each chosen column.
///
/// The logarithm makes large values comparable with small ones. Where a function has no result, such as the root of a
/// negative number, the value is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NumericExpansion {
    /// The function.
    pub operation: Expansion,
}

impl Default for NumericExpansion {
    fn default() -> Self {
        Self { operation: Expansion::Log1p }
    }
}

impl Converter for NumericExpansion {
    const NAME: &'static str = "NumericExpansion";
    const CARD: Card = Card {
        display_name: "Numeric Expansion",
        short_description: "Adds logarithms, squares or roots of columns.",
        allowed_types: NUMBERS,
        ..ENGINEERING
    };
}
