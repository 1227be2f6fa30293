//! Parameters of the plot of parallel coordinates.

use super::groups::{MULTIDIMENSIONAL, NOT_NUMBERS, PLOTTABLE};
use super::{ColumnChoice, Explorer};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line for each row, through its value on the axis of every column.
///
/// Of a large table, a random sample of rows is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ParallelCordinatesExplorer {
    /// Column that decides the colour: its name, or its position in the table, counted from 0.
    #[schemars(title = "Colour column")]
    pub color_column: Option<ColumnChoice>,
}

impl Explorer for ParallelCordinatesExplorer {
    const CARD: Card = Card {
        display_name: "Parallel Coordinates Plot",
        short_description: "Every row as a line through all columns.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        cardinality: Cardinality::AtLeast(2),
        ..MULTIDIMENSIONAL
    };
}

component!(ParallelCordinatesExplorer);
