//! Parameters of logistic regression.

use super::{CLASSIFICATION, CLASSIFIER, ClassWeight, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The penalty of a logistic regression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Penalty {
    /// L2 (ridge): all coefficients shrink
    L2,
    /// L1 (lasso): some coefficients become zero
    L1,
    /// Elastic net: a mix of L1 and L2
    ElasticNet,
}

/// A linear model of the probability of each class.
///
/// Features are weighed and added up; the sums become probabilities through the logistic function, or softmax for more than
/// two classes. It trains fast, its coefficients can be read, and it is the right first model to compare others with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LogisticRegression {
    /// What keeps the coefficients small, and so the model from fitting noise.
    pub penalty: Search<Penalty>,
    /// Training stops when the largest element of the gradient is below this.
    #[schemars(title = "Tolerance")]
    #[schemars(range(min = 0.0))]
    pub tol: Search<f64>,
    /// Inverse of the strength of the penalty: smaller values give smaller coefficients.
    #[serde(rename = "C")]
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    pub c: Search<f64>,
    /// Most passes of the solver over the data.
    #[schemars(title = "Max iterations")]
    #[schemars(range(min = 1))]
    pub max_iter: Search<u32>,
    /// Share of the L1 penalty in an elastic net: 0 is pure L2, 1 is pure L1. Other penalties ignore it.
    #[schemars(title = "L1 ratio")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub l1_ratio: Search<f64>,
    /// How much the classes weigh. Empty means that every row counts the same; `balanced` makes rare classes count as much as
    /// frequent ones.
    pub class_weight: Search<Option<ClassWeight>>,
}

impl Default for LogisticRegression {
    fn default() -> Self {
        Self {
            penalty: Search::among(Penalty::L2, [Penalty::L2, Penalty::L1, Penalty::ElasticNet]),
            tol: Search::between(1e-4, 1e-6, 1e-2),
            c: Search::between(1.0, 0.01, 100.0),
            max_iter: Search::between(100, 50, 1000),
            l1_ratio: Search::between(0.5, 0.0, 1.0),
            class_weight: Search::among(None, [None, Some(ClassWeight::Balanced)]),
        }
    }
}

impl Component for LogisticRegression {
    const NAME: &'static str = "LogisticRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Logistic Regression";
    const COLOR: Option<&'static str> = Some("#64B5F6");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("TrendingUp")
    }
}
