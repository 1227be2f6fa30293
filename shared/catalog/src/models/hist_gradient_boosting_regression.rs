//! Parameters of gradient boosting regression.

use super::{REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Small trees grown one after the other, each predicting what the ones before it still get wrong.
///
/// Features are binned into histograms first, which makes it fast on large tables. Usually the most accurate model for
/// tabular data; missing values are allowed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HistGradientBoostingRegression {
    /// How much each tree corrects the ones before it. Smaller values need more iterations and often generalise better.
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    pub learning_rate: Search<f64>,
    /// Number of boosting rounds: one tree each.
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
}

impl Default for HistGradientBoostingRegression {
    fn default() -> Self {
        Self {
            learning_rate: Search::between(0.1, 0.01, 1.0),
            max_iter: Search::between(100, 50, 500),
            max_depth: Search::between(None, 1, 32),
            max_leaf_nodes: Search::between(Some(31), 2, 255),
            min_samples_leaf: Search::between(20, 2, 100),
            l2_regularization: Search::between(0.0, 0.0, 10.0),
        }
    }
}

impl Component for HistGradientBoostingRegression {
    const NAME: &'static str = "HistGradientBoostingRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Histogram Gradient Boosting Regression";
    const COLOR: Option<&'static str> = Some("#9575CD");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("RocketLaunch")
    }
}
