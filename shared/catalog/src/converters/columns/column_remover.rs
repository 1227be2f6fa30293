//! Parameters of the column remover.

use super::super::cards::BASIC;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes the chosen columns out of the table.
///
/// Useful for columns that say nothing about the question: row numbers, names, remarks. Rows and all other columns stay as
/// they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnRemover {}

impl Converter for ColumnRemover {
    const NAME: &'static str = "ColumnRemover";
    const CARD: Card = Card {
        display_name: "Column Remover",
        short_description: "Takes the chosen columns out of the table.",
        ..BASIC
    };
}
