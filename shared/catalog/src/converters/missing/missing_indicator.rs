//! Parameters of marks at missing values.

use super::super::cards::BASIC;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a column for each chosen one that says where its values are missing: 1 where they are, else 0.
///
/// That a value is missing often means something. Add the marks before the gaps are filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MissingIndicator {}

impl Converter for MissingIndicator {
    const NAME: &'static str = "MissingIndicator";
    const CARD: Card =
        Card { display_name: "Missing Indicator", short_description: "Marks where values are missing.", ..BASIC };
}
