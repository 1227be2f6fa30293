//! Parameters of scaling by the largest absolute value.

use super::super::cards::SCALING;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Divides each column by its largest absolute value, so that all values lie between -1 and 1.
///
/// Zero stays zero. Missing values stay missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MaxAbsScaler {}

impl Converter for MaxAbsScaler {
    const NAME: &'static str = "MaxAbsScaler";
    const CARD: Card = Card {
        display_name: "Max Abs Scaler",
        short_description: "Divides columns by their largest absolute value.",
        ..SCALING
    };
}
