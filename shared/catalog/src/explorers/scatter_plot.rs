//! Parameters of the scatter plot.

use super::groups::{NOT_NUMBERS, PLOTTABLE, RELATIONSHIP};
use super::{ColumnChoice, Explorer};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point for each row: the first column to the right, the second one upwards.
///
/// Of a large table, a random sample of rows is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScatterPlotExplorer {
    /// Column that decides the colour: its name, or its position in the table, counted from 0.
    #[schemars(title = "Colour column")]
    pub color_group: Option<ColumnChoice>,
    /// Column that decides the symbol: its name, or its position in the table, counted from 0.
    #[schemars(title = "Symbol column")]
    pub simbol_group: Option<ColumnChoice>,
    /// Column of numbers that decides the size of the points: its name, or its position in the table, counted from 0.
    #[schemars(title = "Size column")]
    pub point_size: Option<ColumnChoice>,
}

impl Explorer for ScatterPlotExplorer {
    const CARD: Card = Card {
        display_name: "Scatter Plot",
        short_description: "One column against another, a point a row.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        cardinality: Cardinality::Exactly(2),
        ..RELATIONSHIP
    };
}

component!(ScatterPlotExplorer);
