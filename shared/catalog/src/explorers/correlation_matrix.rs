//! Parameters of the matrix of correlations.

use super::Explorer;
use super::groups::{NOT_NUMBERS, PLOTTABLE, STATISTICS};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the correlation of two columns is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum CorrelationMethod {
    /// Pearson: how nearly the points lie on a line
    Pearson,
    /// Kendall: how many pairs of rows have the same order in both columns
    Kendall,
    /// Spearman: Pearson of the ranks
    Spearman,
}

/// How strongly each column goes with each other one, from -1 to 1.
///
/// Each pair is compared over the rows where both have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CorrelationMatrixExplorer {
    /// How the correlation is measured.
    pub method: CorrelationMethod,
    /// Least rows that a pair of columns must have in common to be compared.
    #[schemars(title = "Least rows", extend("exclusiveMinimum" = 0))]
    pub min_periods: u64,
    /// Whether columns that hold no numbers are left out instead of refused.
    pub numeric_only: bool,
    /// Whether the result is a picture; else it is a table.
    pub plot: bool,
}

impl Default for CorrelationMatrixExplorer {
    fn default() -> Self {
        Self { method: CorrelationMethod::Pearson, min_periods: 1, numeric_only: true, plot: true }
    }
}

impl Explorer for CorrelationMatrixExplorer {
    const CARD: Card = Card {
        display_name: "Correlation Matrix",
        short_description: "How strongly columns go together.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        cardinality: Cardinality::AtLeast(2),
        ..STATISTICS
    };
}

component!(CorrelationMatrixExplorer);
