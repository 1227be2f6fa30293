//! Parameters of scaling row by row.

use super::super::cards::SCALING;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the size of a row is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Norm {
    /// Sum of the absolute values (L1)
    L1,
    /// Euclidean length (L2)
    L2,
    /// Largest absolute value
    Max,
}

/// Divides each row by its size, so that only the proportions of its values count.
///
/// It works on rows, not on columns: the chosen columns are taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Normalizer {
    /// How the size of a row is measured.
    pub norm: Norm,
}

impl Default for Normalizer {
    fn default() -> Self {
        Self { norm: Norm::L2 }
    }
}

impl Converter for Normalizer {
    const NAME: &'static str = "Normalizer";
    const CARD: Card =
        Card { display_name: "Row Wise Normalizer", short_description: "Divides each row by its size.", ..SCALING };
}
