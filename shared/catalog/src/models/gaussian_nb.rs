//! Parameters of naive Bayes.

use super::{CLASSIFICATION, CLASSIFIER, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Bayes' rule with one bell curve for each feature and class, as if features were independent.
///
/// It needs one pass over the data and few rows, and is a good baseline for numeric features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GaussianNB {
    /// Share of the largest variance of all features that is added to every variance, for stability.
    #[schemars(range(min = 0.0))]
    pub var_smoothing: Search<f64>,
}

impl Default for GaussianNB {
    fn default() -> Self {
        Self { var_smoothing: Search::between(1e-9, 1e-12, 1e-3) }
    }
}

impl Component for GaussianNB {
    const NAME: &'static str = "GaussianNB";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Gaussian Naïve Bayes";
    const COLOR: Option<&'static str> = Some("#AB47BC");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("Functions")
    }
}
