//! Parameters of the label encoder.

use super::super::cards::ENCODING;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a column with the number of each category, counted from 0 in alphabetical order.
///
/// Meant for targets: as an input, the numbers suggest an order that the categories may not have. Missing values stay missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LabelEncoder {}

impl Converter for LabelEncoder {
    const NAME: &'static str = "LabelEncoder";
    const CARD: Card =
        Card { display_name: "Label Encoder", short_description: "Numbers the categories of a column.", ..ENCODING };
}
