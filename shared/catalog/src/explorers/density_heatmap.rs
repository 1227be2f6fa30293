//! Parameters of the heat map of two columns.

use super::Explorer;
use super::groups::{PLOTTABLE, RELATIONSHIP};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many rows fall into each cell of a grid over two columns. All rows are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DensityHeatmapExplorer {
    /// Number of bins of the first column. Empty: chosen from the data. No more than 400 are drawn.
    #[schemars(title = "Bins to the right", range(min = 1))]
    pub nbinsx: Option<u64>,
    /// Number of bins of the second column. Empty: chosen from the data. No more than 400 are drawn.
    #[schemars(title = "Bins upwards", range(min = 1))]
    pub nbinsy: Option<u64>,
}

impl Explorer for DensityHeatmapExplorer {
    const CARD: Card = Card {
        display_name: "Density Heatmap",
        short_description: "Where the rows of two columns crowd.",
        allowed_types: PLOTTABLE,
        cardinality: Cardinality::Exactly(2),
        ..RELATIONSHIP
    };
}

component!(DensityHeatmapExplorer);
