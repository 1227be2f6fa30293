//! Parameters of the support vector classifier.

use super::{CLASSIFICATION, CLASSIFIER, ClassWeight, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kernel of a support vector machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Kernel {
    /// Linear
    Linear,
    /// Polynomial
    Poly,
    /// Radial basis function
    Rbf,
    /// Sigmoid
    Sigmoid,
}

/// How far a training row reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Gamma {
    /// One over the number of features times their variance
    Scale,
    /// One over the number of features
    Auto,
}

/// Finds the boundary with the widest margin between classes, curved where the kernel is.
///
/// Accurate on small and middle-sized tables whose features are on similar scales. The time grows with the square of the
/// number of rows: prefer another model above some 20,000 rows. It takes at most 50,000.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SVC {
    /// Price of a training row on the wrong side of the margin. Larger values fit the training rows more closely.
    #[serde(rename = "C")]
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1e9))]
    pub c: Search<f64>,
    /// Constant term of the polynomial and sigmoid kernels. Other kernels ignore it.
    #[schemars(title = "coef0")]
    pub coef0: Search<f64>,
    /// Degree of the polynomial kernel. Other kernels ignore it.
    #[schemars(range(min = 0))]
    #[schemars(title = "degree")]
    pub degree: Search<u32>,
    /// Reach of a training row in the polynomial, radial and sigmoid kernels.
    #[schemars(title = "gamma")]
    pub gamma: Search<Gamma>,
    /// Shape of the boundary.
    #[schemars(title = "kernel")]
    pub kernel: Search<Kernel>,
    /// Most steps of the solver, after which the boundary found so far is taken; -1 means a million, or a hundred a row
    /// where that is more.
    #[schemars(range(min = -1, max = 10_000_000))]
    #[schemars(title = "max iterations")]
    pub max_iter: Search<i32>,
    /// Whether the solver sets aside rows that are unlikely to matter. It changes the time, hardly the result.
    #[schemars(title = "shrinking")]
    pub shrinking: Search<bool>,
    /// Training stops when the conditions of the optimum hold to within this.
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    #[schemars(title = "tolerance")]
    pub tol: Search<f64>,
    /// How much the classes weigh. Empty means that every row counts the same; `balanced` makes rare classes count as much as
    /// frequent ones.
    pub class_weight: Search<Option<ClassWeight>>,
}

impl Default for SVC {
    fn default() -> Self {
        Self {
            c: Search::between(1.0, 0.01, 100.0),
            coef0: Search::between(0.0, 0.0, 10.0),
            degree: Search::between(3, 1, 6),
            gamma: Search::among(Gamma::Scale, [Gamma::Scale, Gamma::Auto]),
            kernel: Search::among(Kernel::Rbf, [Kernel::Linear, Kernel::Poly, Kernel::Rbf, Kernel::Sigmoid]),
            max_iter: Search::between(-1, 100, 10_000),
            shrinking: Search::among(true, [false, true]),
            tol: Search::between(1e-3, 1e-5, 1e-1),
            class_weight: Search::among(None, [None, Some(ClassWeight::Balanced)]),
        }
    }
}

impl Component for SVC {
    const NAME: &'static str = "SVC";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Support Vector Machine (SVM)";
    const COLOR: Option<&'static str> = Some("#FF80AB");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("Timeline")
    }
}
