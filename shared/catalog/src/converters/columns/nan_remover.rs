//! Parameters of the remover of incomplete rows.

use super::super::cards::BASIC;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Removes every row in which a chosen column has no value.
///
/// Missing values of other columns do not matter. Where too many rows would go, fill the gaps with an imputer instead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NanRemover {}

impl Converter for NanRemover {
    const NAME: &'static str = "NanRemover";
    const CARD: Card = Card {
        display_name: "NaN Remover",
        short_description: "Removes rows with missing values in the chosen columns.",
        ..BASIC
    };
    const TRAITS: ConverterTraits = ConverterTraits { changes_row_count: true, ..ConverterTraits::NONE };
}
