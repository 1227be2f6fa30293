//! Parameters of the random forest classifier.

use super::{CLASSIFICATION, CLASSIFIER, ForestClassWeight, MaxFeatures, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Many trees, each grown on a random sample of the rows and looking at random features; their average decides.
///
/// A strong model for tables that needs little tuning and hardly overfits. More trees never hurt the score, only the time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RandomForestClassifier {
    /// Number of trees.
    #[schemars(range(min = 1))]
    pub n_estimators: Search<u32>,
    /// Greatest depth of a tree: the number of questions between its root and its deepest leaf. Empty means that a tree grows
    /// until its leaves are pure or too small to split. Shallow trees generalise better, deep ones fit more detail.
    #[schemars(range(min = 1))]
    pub max_depth: Search<Option<u32>>,
    /// Fewest training rows a node needs before it may be split.
    #[schemars(range(min = 2))]
    pub min_samples_split: Search<u32>,
    /// Fewest training rows on each side of a split. Larger values smooth the model.
    #[schemars(range(min = 1))]
    pub min_samples_leaf: Search<u32>,
    /// Most leaves a tree may have; the best splits come first. Empty means no limit.
    #[schemars(range(min = 2))]
    pub max_leaf_nodes: Search<Option<u32>>,
    /// Features looked at for each split, drawn at random: a rule, or a share above 0 and up to 1. Empty means all of them.
    pub max_features: Search<Option<MaxFeatures>>,
    /// Seed of the samples and of the features drawn. The same seed on the same data gives the same forest.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// How much the classes weigh. Empty means that every row counts the same; the other choices make rare classes count as much
    /// as frequent ones.
    pub class_weight: Search<Option<ForestClassWeight>>,
}

impl Default for RandomForestClassifier {
    fn default() -> Self {
        Self {
            n_estimators: Search::between(100, 50, 500),
            max_depth: Search::between(None, 1, 32),
            min_samples_split: Search::between(2, 2, 20),
            min_samples_leaf: Search::between(1, 1, 20),
            max_leaf_nodes: Search::between(None, 2, 255),
            max_features: Search::among(
                Some(MaxFeatures::Sqrt),
                [None, Some(MaxFeatures::Sqrt), Some(MaxFeatures::Log2)],
            ),
            random_state: 0,
            class_weight: Search::among(
                None,
                [None, Some(ForestClassWeight::Balanced), Some(ForestClassWeight::BalancedSubsample)],
            ),
        }
    }
}

impl Component for RandomForestClassifier {
    const NAME: &'static str = "RandomForestClassifier";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Random Forest";
    const COLOR: Option<&'static str> = Some("#FF8A65");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("Forest")
    }
}
