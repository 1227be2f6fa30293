//! Parameters of the binarizer.

use super::super::cards::{ENCODING, NUMBERS};
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a column of zeros and ones for each chosen one: one where the value is above a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Binarizer {
    /// Values above this become 1, all others 0.
    pub threshold: f64,
}

impl Default for Binarizer {
    fn default() -> Self {
        Self { threshold: 0.0 }
    }
}

impl Converter for Binarizer {
    const NAME: &'static str = "Binarizer";
    const CARD: Card = Card {
        display_name: "Binarizer",
        short_description: "Marks values above a threshold with 1, others with 0.",
        allowed_types: NUMBERS,
        ..ENCODING
    };
}
