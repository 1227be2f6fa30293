//! Parameters of the random forest for regression.

use super::{MaxFeatures, REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How good a split of a regression tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RegressionCriterion {
    /// Squared error
    SquaredError,
    /// Absolute error
    AbsoluteError,
    /// Poisson deviance, for counts
    Poisson,
}

/// Many regression trees, each grown on a random sample of the rows; their mean is the prediction.
///
/// A strong model for tables that needs little tuning and hardly overfits. More trees never hurt the score, only the time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RandomForestRegression {
    /// Number of trees.
    #[schemars(range(min = 1))]
    pub n_estimators: Search<u32>,
    /// How the quality of a split is measured.
    pub criterion: Search<RegressionCriterion>,
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
    /// Smallest share of all rows on each side of a split.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub min_weight_fraction_leaf: f64,
    /// Features looked at for each split, drawn at random: a rule, or a share above 0 and up to 1. Empty means all of them.
    pub max_features: Search<Option<MaxFeatures>>,
    /// Most leaves a tree may have; the best splits come first. Empty means no limit.
    #[schemars(range(min = 2))]
    pub max_leaf_nodes: Search<Option<u32>>,
    /// A node is split only when that lowers the impurity by at least this, weighted by the share of rows in the node.
    #[schemars(range(min = 0.0))]
    pub min_impurity_decrease: f64,
    /// Whether each tree sees a random sample of the rows, drawn with replacement, or all of them.
    pub bootstrap: Search<bool>,
    /// Accepted for compatibility: scores come from the session's partitions.
    #[schemars(title = "OOB score")]
    pub oob_score: bool,
    /// Accepted for compatibility: training uses the cores of its worker.
    #[schemars(range(min = 1))]
    pub n_jobs: Option<u32>,
    /// Seed of the samples and of the features drawn. The same seed on the same data gives the same model; empty means seed 0.
    #[schemars(range(min = 0))]
    pub random_state: Option<u64>,
    /// Accepted for compatibility: every training starts anew.
    pub warm_start: bool,
    /// Complexity price of cost-complexity pruning: branches that gain less are cut off. 0 means no pruning.
    #[schemars(title = "CCP alpha")]
    #[schemars(range(min = 0.0))]
    pub ccp_alpha: Search<f64>,
    /// Share of the rows drawn for each tree when bootstrap is on. Empty means as many as there are.
    #[schemars(extend("exclusiveMinimum" = 0.0), range(max = 1.0))]
    pub max_samples: Search<Option<f64>>,
}

impl Default for RandomForestRegression {
    fn default() -> Self {
        Self {
            n_estimators: Search::between(100, 10, 1000),
            criterion: Search::among(
                RegressionCriterion::SquaredError,
                [RegressionCriterion::SquaredError, RegressionCriterion::AbsoluteError, RegressionCriterion::Poisson],
            ),
            max_depth: Search::between(None, 1, 32),
            min_samples_split: Search::between(2, 2, 20),
            min_samples_leaf: Search::between(1, 1, 20),
            min_weight_fraction_leaf: 0.0,
            max_features: Search::among(None, [None, Some(MaxFeatures::Sqrt), Some(MaxFeatures::Log2)]),
            max_leaf_nodes: Search::between(None, 2, 255),
            min_impurity_decrease: 0.0,
            bootstrap: Search::among(true, [false, true]),
            oob_score: false,
            n_jobs: None,
            random_state: None,
            warm_start: false,
            ccp_alpha: Search::between(0.0, 0.0, 1.0),
            max_samples: Search::between(None, 0.5, 1.0),
        }
    }
}

impl Component for RandomForestRegression {
    const NAME: &'static str = "RandomForestRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Random Forest";
    const COLOR: Option<&'static str> = Some("#FF8A65");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("Forest")
    }
}
