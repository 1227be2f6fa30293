//! Parameters of the matrix of scatter plots.

use super::groups::{NOT_NUMBERS, PLOTTABLE, RELATIONSHIP};
use super::{ColumnChoice, Explorer};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Scatter plots of every column against every other one.
///
/// Of a large table, a random sample of rows is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScatterMatrixExplorer {
    /// Column that decides the colour: its name, or its position in the table, counted from 0.
    #[schemars(title = "Colour column")]
    pub color_group: Option<ColumnChoice>,
    /// Column that decides the symbol: its name, or its position in the table, counted from 0.
    #[schemars(title = "Symbol column")]
    pub simbol_group: Option<ColumnChoice>,
}

impl Explorer for ScatterMatrixExplorer {
    const CARD: Card = Card {
        display_name: "Multiple Scatter Plot",
        short_description: "Every column against every other one.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        cardinality: Cardinality::AtLeast(2),
        ..RELATIONSHIP
    };
}

component!(ScatterMatrixExplorer);
