//! Parameters of the matrix of covariances.

use super::Explorer;
use super::groups::{NOT_NUMBERS, PLOTTABLE, STATISTICS};
use crate::rules::{is_on, relevant};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How columns vary together, in their own units; on the diagonal, their variances.
///
/// Each pair is compared over the rows where both have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CovarianceMatrixExplorer {
    /// Least rows that a pair of columns must have in common to be compared.
    #[schemars(title = "Least rows", extend("exclusiveMinimum" = 0))]
    pub min_periods: u64,
    /// What is taken off the number of rows before sums are divided by it; 1 gives unbiased estimates.
    #[schemars(title = "Degrees of freedom", extend("exclusiveMinimum" = 0))]
    pub delta_degree_of_freedom: u64,
    /// Whether columns that hold no numbers are left out instead of refused.
    pub numeric_only: bool,
    /// Whether the result is a picture; else it is a table.
    pub plot: bool,
}

impl Default for CovarianceMatrixExplorer {
    fn default() -> Self {
        Self { min_periods: 1, delta_degree_of_freedom: 1, numeric_only: true, plot: true }
    }
}

impl Explorer for CovarianceMatrixExplorer {
    const CARD: Card = Card {
        display_name: "Covariance Matrix",
        short_description: "How columns vary together.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        cardinality: Cardinality::AtLeast(2),
        ..STATISTICS
    };
}

component!(CovarianceMatrixExplorer, rules: vec![relevant(
    "delta_degree_of_freedom",
    "Other degrees of freedom than 1 are used with numeric columns only.",
    is_on("numeric_only"),
)]);
