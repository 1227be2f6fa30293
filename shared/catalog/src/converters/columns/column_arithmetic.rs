//! Parameters of arithmetic with columns.

use super::super::cards::{ENGINEERING, NUMBERS};
use crate::converters::Converter;
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is done with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Operation {
    /// Add
    Add,
    /// Subtract
    Subtract,
    /// Multiply
    Multiply,
    /// Divide
    Divide,
}

/// Computes a new column from two columns, or from a column and a constant.
///
/// The columns count in the order of the table. A missing value, and a division by zero, make the result missing. Whole
/// numbers stay whole, but for divisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnArithmetic {
    /// What is done with each pair of values.
    pub operation: Operation,
    /// The second number where only one column is chosen; not used with two.
    pub constant: Option<f64>,
    /// Whether the two sides change places: second minus first instead of first minus second.
    pub swap_operands: bool,
    /// The name of the new column. Empty makes one from the columns and the operation.
    pub output_column_name: Option<String>,
}

impl Default for ColumnArithmetic {
    fn default() -> Self {
        Self { operation: Operation::Add, constant: None, swap_operands: false, output_column_name: None }
    }
}

impl Converter for ColumnArithmetic {
    const NAME: &'static str = "ColumnArithmetic";
    const CARD: Card = Card {
        display_name: "Column Arithmetic",
        short_description: "Adds, subtracts, multiplies or divides columns.",
        allowed_types: NUMBERS,
        cardinality: Cardinality::Between(1, 2),
        ..ENGINEERING
    };
}
