//! Parameters of the nearest-neighbour classifier.

use super::{CLASSIFICATION, CLASSIFIER, NeighborAlgorithm, NeighborWeights, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Gives a row the class that most of its closest training rows have.
///
/// Closeness is the straight-line distance, so features should be on similar scales. Nothing is learnt in advance: training
/// is instant, predicting on many rows takes longer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KNeighborsClassifier {
    /// How many of the closest training rows vote.
    #[schemars(range(min = 1))]
    pub n_neighbors: Search<u32>,
    /// How much each neighbour counts.
    pub weights: Search<NeighborWeights>,
    /// How the neighbours are found. All choices find the same ones; they differ in time.
    pub algorithm: Search<NeighborAlgorithm>,
}

impl Default for KNeighborsClassifier {
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
        }
    }
}

impl Component for KNeighborsClassifier {
    const NAME: &'static str = "KNeighborsClassifier";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "K-Nearest Neighbors (KNN)";
    const COLOR: Option<&'static str> = Some("#FFD54F");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("ScatterPlot")
    }
}
