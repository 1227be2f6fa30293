//! Parameters of the plot of parallel categories.

use super::groups::MULTIDIMENSIONAL;
use super::{ColumnChoice, Explorer};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bands from category to category, as wide as there are rows that go that way. All rows are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ParallelCategoriesExplorer {
    /// Column that decides the colour: its name, or its position in the table, counted from 0.
    #[schemars(title = "Colour column")]
    pub color_column: Option<ColumnChoice>,
}

impl Explorer for ParallelCategoriesExplorer {
    const CARD: Card = Card {
        display_name: "Parallel Categories Plot",
        short_description: "Which categories occur together.",
        allowed_types: &["Categorical"],
        cardinality: Cardinality::AtLeast(2),
        ..MULTIDIMENSIONAL
    };
}

component!(ParallelCategoriesExplorer);
