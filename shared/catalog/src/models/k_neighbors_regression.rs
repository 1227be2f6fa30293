//! Parameters of nearest-neighbour regression.

use super::{NeighborAlgorithm, NeighborWeights, REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far two rows are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Distance {
    /// Minkowski of order 2 (the same as Euclidean)
    Minkowski,
    /// Euclidean: the straight line
    Euclidean,
    /// Manhattan: the sum of the differences
    Manhattan,
    /// Chebyshev: the largest difference
    Chebyshev,
}

/// Predicts the mean target of the closest training rows.
///
/// Features should be on similar scales. Nothing is learnt in advance: training is instant, predicting on many rows takes
/// longer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KNeighborsRegression {
    /// How many of the closest training rows vote.
    #[schemars(range(min = 1))]
    pub n_neighbors: Search<u32>,
    /// How much each neighbour counts.
    pub weights: Search<NeighborWeights>,
    /// How the neighbours are found. All choices find the same ones; they differ in time.
    pub algorithm: Search<NeighborAlgorithm>,
    /// Rows in a leaf of the search tree. It changes the time, not the result.
    #[schemars(range(min = 1))]
    pub leaf_size: Search<u32>,
    /// How the distance of two rows is measured.
    pub metric: Search<Distance>,
}

impl Default for KNeighborsRegression {
    fn default() -> Self {
        Self {
            n_neighbors: Search::between(5, 1, 50),
            weights: Search::among(NeighborWeights::Uniform, [NeighborWeights::Uniform, NeighborWeights::Distance]),
            algorithm: Search::among(
                NeighborAlgorithm::Auto,
                [
                    NeighborAlgorithm::Auto,
                    NeighborAlgorithm::BallTree,
                    NeighborAlgorithm::KdTree,
                    NeighborAlgorithm::Brute,
                ],
            ),
            leaf_size: Search::between(30, 5, 100),
            metric: Search::among(
                Distance::Minkowski,
                [Distance::Minkowski, Distance::Euclidean, Distance::Manhattan, Distance::Chebyshev],
            ),
        }
    }
}

impl Component for KNeighborsRegression {
    const NAME: &'static str = "KNeighborsRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "K-Nearest Neighbours Regression";
    const COLOR: Option<&'static str> = Some("#FFA726");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("ScatterPlot")
    }
}
