//! Parameters of joining texts.

use super::super::cards::{ENGINEERING, WORDS};
use crate::converters::Converter;
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Joins the texts of two columns, or of a column and a constant, into a new text column.
///
/// The columns count in the order of the table. Where a side is missing, so is the result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnConcat {
    /// The second text where only one column is chosen; not used with two.
    pub constant: Option<String>,
    /// What stands between the two. Empty joins them directly.
    pub separator: Option<String>,
    /// Whether the two sides change places.
    pub swap_operands: bool,
    /// The name of the new column. Empty makes one from the names of the columns.
    pub output_column_name: Option<String>,
}

impl Converter for ColumnConcat {
    const NAME: &'static str = "ColumnConcat";
    const CARD: Card = Card {
        display_name: "Column Concat",
        short_description: "Joins texts into a new column.",
        allowed_types: WORDS,
        cardinality: Cardinality::Between(1, 2),
        ..ENGINEERING
    };
}
