//! Parameters of filling gaps from similar rows.

use super::super::cards::BASIC;
use crate::Card;
use crate::converters::Converter;
use crate::models::NeighborWeights;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far two rows are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum GapMetric {
    /// Straight line over the values that both have
    NanEuclidean,
}

/// Fills each missing value with the mean of the closest rows that have one.
///
/// Closeness is over the chosen columns that both rows have, so they should be on similar scales. The time grows with the rows
/// that have gaps times all rows; limit the rows to learn from on large tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KNNImputer {
    /// How many of the closest rows count.
    #[schemars(title = "Neighbors", range(min = 1))]
    pub n_neighbors: u32,
    /// How much each neighbour counts.
    pub weights: NeighborWeights,
    /// How far two rows are apart.
    pub metric: GapMetric,
    /// Whether a column is added for each one with gaps that says where they were.
    #[schemars(title = "Mark filled values")]
    pub add_indicator: bool,
    /// Whether a column without any value is filled with 0 instead of being removed.
    #[schemars(title = "Keep empty columns")]
    pub keep_empty_features: bool,
}

impl Default for KNNImputer {
    fn default() -> Self {
        Self {
            n_neighbors: 5,
            weights: NeighborWeights::Uniform,
            metric: GapMetric::NanEuclidean,
            add_indicator: false,
            keep_empty_features: false,
        }
    }
}

impl Converter for KNNImputer {
    const NAME: &'static str = "KNNImputer";
    const CARD: Card = Card {
        display_name: "KNN Imputer",
        short_description: "Fills missing values from similar rows.",
        allowed_types: &["Float", "Integer", "Categorical"],
        refused_dtypes: &["string", "bool"],
        ..BASIC
    };
}
