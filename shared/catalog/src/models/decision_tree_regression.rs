//! Parameters of the regression tree.

use super::{REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A tree of yes-or-no questions about the features.
///
/// Each row follows the answers down to a leaf and gets the mean target of the leaf's training rows. Limit its depth or its
/// leaves to keep it from learning the training rows by heart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionTreeRegression {
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
    /// A node is split only when that lowers the impurity by at least this, weighted by the share of rows in the node.
    #[schemars(range(min = 0.0))]
    pub min_impurity_decrease: Search<f64>,
    /// Seed of the choice between equally good splits. The same seed on the same data gives the same model; empty means seed 0.
    #[schemars(range(min = 0))]
    pub random_state: Option<u64>,
}

impl Default for DecisionTreeRegression {
    fn default() -> Self {
        Self {
            max_depth: Search::between(None, 1, 32),
            min_samples_split: Search::between(2, 2, 20),
            min_samples_leaf: Search::between(1, 1, 20),
            max_leaf_nodes: Search::between(None, 2, 255),
            min_impurity_decrease: Search::between(0.0, 0.0, 0.5),
            random_state: None,
        }
    }
}

impl Component for DecisionTreeRegression {
    const NAME: &'static str = "DecisionTreeRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Decision Tree Regression";
    const COLOR: Option<&'static str> = Some("#66BB6A");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("AccountTree")
    }
}
