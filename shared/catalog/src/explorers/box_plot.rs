//! Parameters of the box plot.

use super::Explorer;
use super::groups::{DISTRIBUTION, NUMERIC};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The points that are drawn beside boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum BoxPoints {
    /// All points
    #[serde(rename = "all")]
    All,
    /// Outliers
    #[serde(rename = "outliers")]
    Outliers,
    /// None
    #[serde(rename = "False")]
    None,
}

/// A box from the first to the third quartile with a line at the median.
///
/// Whiskers lead to the last values within one and a half box lengths; what lies beyond are outliers. With two columns, the
/// second one gets a box for each value of the first. Everything but the points is computed from all rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BoxPlotExplorer {
    /// Whether the boxes lie on their side.
    pub horizontal: bool,
    /// Which points are drawn. Of many, a random sample is drawn.
    pub points: BoxPoints,
}

impl Default for BoxPlotExplorer {
    fn default() -> Self {
        Self { horizontal: false, points: BoxPoints::Outliers }
    }
}

impl Explorer for BoxPlotExplorer {
    const CARD: Card = Card {
        display_name: "Box Plot",
        short_description: "Quartiles, whiskers and outliers of a column.",
        allowed_types: NUMERIC,
        cardinality: Cardinality::Between(1, 2),
        ..DISTRIBUTION
    };
}

component!(BoxPlotExplorer);
