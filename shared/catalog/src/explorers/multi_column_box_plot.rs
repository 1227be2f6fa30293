//! Parameters of the box plot of several columns.

use super::groups::{MULTIDIMENSIONAL, NOT_NUMBERS, PLOTTABLE};
use super::{BoxPoints, ColumnChoice, Explorer};
use crate::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Box plots of several columns side by side.
///
/// With a column on the opposite axis, each of its values gets boxes of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MultiColumnBoxPlotExplorer {
    /// Whether the boxes lie on their side.
    pub horizontal: bool,
    /// Which points are drawn. Of many, a random sample is drawn.
    pub points: BoxPoints,
    /// Column whose values divide the rows: its name, or its position in the table, counted from 0.
    #[schemars(title = "Opposite axis")]
    pub opposite_axis: Option<ColumnChoice>,
}

impl Default for MultiColumnBoxPlotExplorer {
    fn default() -> Self {
        Self { horizontal: false, points: BoxPoints::Outliers, opposite_axis: None }
    }
}

impl Explorer for MultiColumnBoxPlotExplorer {
    const CARD: Card = Card {
        display_name: "Multiple Column Box Plot",
        short_description: "Quartiles, whiskers and outliers of several columns.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        ..MULTIDIMENSIONAL
    };
}

component!(MultiColumnBoxPlotExplorer);
