//! Parameters of scaling to a range.

use super::super::cards::SCALING;
use crate::Card;
use crate::converters::Converter;
use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Moves and stretches each column so that its values fill a range, usually 0 to 1.
///
/// One very large or small value squeezes all others together. Missing values stay missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MinMaxScaler {
    /// What the smallest value of a column becomes.
    #[schemars(title = "Range minimum", range(min = 0))]
    pub min_range: f64,
    /// What the largest value of a column becomes.
    #[schemars(title = "Range maximum", range(min = 0))]
    pub max_range: f64,
    /// Whether values beyond those that were learnt from are cut off at the ends of the range.
    pub clip: bool,
}

impl Default for MinMaxScaler {
    fn default() -> Self {
        Self { min_range: 0.0, max_range: 1.0, clip: false }
    }
}

impl Converter for MinMaxScaler {
    const NAME: &'static str = "MinMaxScaler";
    const CARD: Card = Card {
        display_name: "Min-Max Scaler",
        short_description: "Brings columns into a range, usually 0 to 1.",
        ..SCALING
    };

    fn rules() -> Vec<Value> {
        vec![rules::check(
            "min_max_scaler.range_is_ordered",
            &["min_range", "max_range"],
            "The minimum of the range must be below its maximum.",
            rules::below("min_range", "max_range"),
            json!({}),
        )]
    }
}
