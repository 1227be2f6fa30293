//! Parameters of the gradient boosting classifier.

use super::{CLASSIFICATION, CLASSIFIER, ClassWeight, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Small trees grown one after the other, each correcting the errors of those before it.
///
/// Features are binned into histograms first, which makes it fast on large tables. Usually the most accurate model for
/// tabular data; missing values are allowed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HistGradientBoostingClassifier {
    /// How much each tree corrects the ones before it. Smaller values need more iterations and often generalise better.
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    pub learning_rate: Search<f64>,
    /// Number of boosting rounds: one tree each, or one tree a class with three classes or more.
    #[schemars(title = "Max iterations")]
    #[schemars(range(min = 1))]
    pub max_iter: Search<u32>,
    /// Greatest depth of a tree: the number of questions between its root and its deepest leaf. Empty means that a tree grows
    /// until its leaves are pure or too small to split. Shallow trees generalise better, deep ones fit more detail.
    #[schemars(range(min = 1))]
    pub max_depth: Search<Option<u32>>,
    /// Most leaves a tree may have; the best splits come first. Empty means no limit.
    #[schemars(range(min = 2))]
    pub max_leaf_nodes: Search<Option<u32>>,
    /// Fewest training rows on each side of a split. Larger values smooth the model.
    #[schemars(range(min = 1))]
    pub min_samples_leaf: Search<u32>,
    /// Penalty on the size of the corrections. 0 means none.
    #[schemars(title = "L2 regularization")]
    #[schemars(range(min = 0.0))]
    pub l2_regularization: Search<f64>,
    /// How much the classes weigh. Empty means that every row counts the same; `balanced` makes rare classes count as much as
    /// frequent ones.
    pub class_weight: Search<Option<ClassWeight>>,
}

impl Default for HistGradientBoostingClassifier {
    fn default() -> Self {
        Self {
            learning_rate: Search::between(0.1, 0.01, 1.0),
            max_iter: Search::between(100, 50, 500),
            max_depth: Search::between(None, 1, 32),
            max_leaf_nodes: Search::between(Some(31), 2, 255),
            min_samples_leaf: Search::between(20, 2, 100),
            l2_regularization: Search::between(0.0, 0.0, 10.0),
            class_weight: Search::among(None, [None, Some(ClassWeight::Balanced)]),
        }
    }
}

impl Component for HistGradientBoostingClassifier {
    const NAME: &'static str = "HistGradientBoostingClassifier";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Histogram-based Gradient Boosting";
    const COLOR: Option<&'static str> = Some("#9575CD");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("RocketLaunch")
    }
}
