//! Parameters of ridge regression.

use super::{REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a ridge regression is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RidgeSolver {
    /// Chosen for the data
    Auto,
    /// Singular value decomposition
    Svd,
    /// Cholesky decomposition
    Cholesky,
    /// Least squares, iterative
    Lsqr,
    /// Conjugate gradient
    SparseCg,
    /// Stochastic average gradient
    Sag,
    /// SAGA, a variant of stochastic average gradient
    Saga,
}

/// Linear regression with a penalty on the squared coefficients.
///
/// The penalty keeps coefficients small and stable where features are correlated or many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RidgeRegression {
    /// Strength of the penalty. 0 means none.
    #[schemars(range(min = 0.0))]
    pub alpha: Search<f64>,
    /// Whether the model has a constant term. Switch it off only when the target is known to be 0 where all features are 0.
    pub fit_intercept: Search<bool>,
    /// Accepted for compatibility: the data is never changed.
    #[serde(rename = "copy_X")]
    #[schemars(title = "Copy X")]
    pub copy_x: bool,
    /// Most passes of the solver over the coefficients.
    #[schemars(title = "Max iterations")]
    #[schemars(range(min = 1))]
    pub max_iter: Search<u32>,
    /// Training stops when an iteration improves the solution by less than this.
    #[schemars(title = "Tolerance")]
    #[schemars(range(min = 0.0))]
    pub tol: Search<f64>,
    /// How the coefficients are found. All choices reach the same solution; they differ in time.
    pub solver: Search<RidgeSolver>,
    /// Whether coefficients must not be negative.
    pub positive: Search<bool>,
    /// Seed of solvers that draw rows at random. The same seed on the same data gives the same model; empty means seed 0.
    #[schemars(range(min = 0))]
    pub random_state: Option<u64>,
}

impl Default for RidgeRegression {
    fn default() -> Self {
        Self {
            alpha: Search::between(1.0, 1e-4, 10.0),
            fit_intercept: Search::among(true, [false, true]),
            copy_x: true,
            max_iter: Search::between(1000, 100, 10_000),
            tol: Search::between(1e-4, 1e-6, 1e-1),
            solver: Search::among(
                RidgeSolver::Auto,
                [
                    RidgeSolver::Auto,
                    RidgeSolver::Svd,
                    RidgeSolver::Cholesky,
                    RidgeSolver::Lsqr,
                    RidgeSolver::SparseCg,
                    RidgeSolver::Sag,
                    RidgeSolver::Saga,
                ],
            ),
            positive: Search::among(false, [false, true]),
            random_state: None,
        }
    }
}

impl Component for RidgeRegression {
    const NAME: &'static str = "RidgeRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Ridge Regression";
    const COLOR: Option<&'static str> = Some("#2196F3");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("ShowChart")
    }
}
