//! Parameters of the plot of cumulative distributions.

use super::groups::{DISTRIBUTION, NOT_NUMBERS, PLOTTABLE};
use super::{ColumnChoice, Explorer};
use crate::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a cumulative distribution counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum EcdfNorm {
    /// Rows
    None,
    /// Percent of the rows
    Percent,
    /// Share of the rows
    Probability,
}

/// For each value, how many rows have it or a smaller one.
///
/// Of many rows, the curve is drawn through evenly spaced ranks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ECDFPlotExplorer {
    /// Column whose values get curves of their own: its name, or its position in the table, counted from 0.
    #[schemars(title = "Colour column")]
    pub color_column: Option<ColumnChoice>,
    /// Column whose values get plots side by side: its name, or its position in the table, counted from 0.
    #[schemars(title = "Column of plots")]
    pub facet_col: Option<ColumnChoice>,
    /// Column whose values get plots one below the other: its name, or its position in the table, counted from 0.
    #[schemars(title = "Row of plots")]
    pub facet_row: Option<ColumnChoice>,
    /// What is counted.
    #[schemars(title = "Counted in")]
    pub ecdf_norm: EcdfNorm,
}

impl Default for ECDFPlotExplorer {
    fn default() -> Self {
        Self { color_column: None, facet_col: None, facet_row: None, ecdf_norm: EcdfNorm::Probability }
    }
}

impl Explorer for ECDFPlotExplorer {
    const CARD: Card = Card {
        display_name: "Empirical Cumulative Distribution Plot",
        short_description: "The share of rows up to each value.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        ..DISTRIBUTION
    };
}

component!(ECDFPlotExplorer);
