//! Parameters of elastic net regression.

use super::{REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Linear regression with a mix of the lasso and the ridge penalty.
///
/// It selects features as the lasso does, and keeps groups of correlated features together as ridge does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ElasticNetRegression {
    /// Strength of the penalty. 0 means none.
    #[schemars(range(min = 0.0))]
    pub alpha: Search<f64>,
    /// Share of the lasso penalty in the mix: 0 is pure ridge, 1 is pure lasso.
    #[schemars(title = "L1 ratio")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub l1_ratio: Search<f64>,
    /// Whether the model has a constant term. Switch it off only when the target is known to be 0 where all features are 0.
    pub fit_intercept: Search<bool>,
    /// Most passes of the solver over the coefficients.
    #[schemars(title = "Max iterations")]
    #[schemars(range(min = 1))]
    pub max_iter: Search<u32>,
    /// Training stops when an iteration improves the solution by less than this.
    #[schemars(title = "Tolerance")]
    #[schemars(range(min = 0.0))]
    pub tol: Search<f64>,
    /// Seed of the order of updates. The same seed on the same data gives the same model; empty means seed 0.
    #[schemars(range(min = 0))]
    pub random_state: Option<u64>,
}

impl Default for ElasticNetRegression {
    fn default() -> Self {
        Self {
            alpha: Search::between(1.0, 1e-4, 10.0),
            l1_ratio: Search::between(0.5, 0.0, 1.0),
            fit_intercept: Search::among(true, [false, true]),
            max_iter: Search::between(1000, 100, 10_000),
            tol: Search::between(1e-4, 1e-6, 1e-1),
            random_state: None,
        }
    }
}

impl Component for ElasticNetRegression {
    const NAME: &'static str = "ElasticNetRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Elastic Net Regression";
    const COLOR: Option<&'static str> = Some("#26A69A");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("Hub")
    }
}
