//! Parameters of linear regression.

use super::{REGRESSION, REGRESSOR, metadata};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A weighted sum of the features, with the weights that make the squared errors smallest.
///
/// The coefficients can be read: each is the change of the target for one unit of the feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LinearRegression {
    /// Whether the model has a constant term. Switch it off only when the target is known to be 0 where all features are 0.
    pub fit_intercept: bool,
    /// Accepted for compatibility: the data is never changed.
    #[serde(rename = "copy_X")]
    #[schemars(title = "Copy X")]
    pub copy_x: bool,
    /// Accepted for compatibility: training uses the cores of its worker.
    #[schemars(range(min = 1))]
    pub n_jobs: Option<u32>,
    /// Whether coefficients must not be negative.
    pub positive: bool,
}

impl Default for LinearRegression {
    fn default() -> Self {
        Self { fit_intercept: true, copy_x: true, n_jobs: None, positive: false }
    }
}

impl Component for LinearRegression {
    const NAME: &'static str = "LinearRegression";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Linear Regression";
    const COLOR: Option<&'static str> = Some("#3F51B5");
    const PARENTS: &'static [&'static str] = REGRESSOR;
    const RELATED: &'static [&'static str] = REGRESSION;

    fn metadata() -> Value {
        metadata("ShowChart")
    }
}
