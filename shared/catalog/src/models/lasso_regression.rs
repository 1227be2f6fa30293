//! Parameters of lasso regression.

use super::{REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Linear regression with a penalty on the absolute coefficients.
///
/// The penalty drives the coefficients of unhelpful features to exactly zero, so it also selects features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LassoRegression {
    /// Strength of the penalty. 0 means none.
    #[schemars(range(min = 0.0))]
    pub alpha: Search<f64>,
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

impl Default for LassoRegression {
    fn default() -> Self {
        Self {
            alpha: Search::between(1.0, 1e-4, 10.0),
            fit_intercept: Search::among(true, [false, true]),
            max_iter: Search::between(1000, 100, 10_000),
            tol: Search::between(1e-4, 1e-6, 1e-1),
            random_state: None,
        }
    }
}

impl Component for LassoRegression {
    const NAME: &'static str = "LassoRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Lasso Regression";
    const COLOR: Option<&'static str> = Some("#29B6F6");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("SelectAll")
    }
}
