//! Parameters of the Nystroem map.

use super::super::cards::REDUCTION;
use super::super::options::Seed;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces columns by ones whose products come near a kernel, learnt from some rows drawn at random.
///
/// A linear model on the new columns, `nystroem0` and so on, is nearly the kernel's, in far less time. More components come
/// nearer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nystroem {
    /// The kernel: `rbf`, `linear`, `poly`, `sigmoid`, `laplacian`, `cosine`, `chi2` or `additive_chi2`. Empty means `rbf`.
    pub kernel: Option<String>,
    /// How fast similarity falls with distance. Empty means one over the number of columns (1 for `chi2`).
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    pub gamma: Option<f64>,
    /// Constant term of `poly` and `sigmoid`. Empty means 1.
    #[schemars(title = "Constant term")]
    pub coef0: Option<f64>,
    /// Degree of `poly`. Empty means 3.
    #[schemars(range(min = 1.0))]
    pub degree: Option<f64>,
    /// Parameters of the kernel as JSON, such as `{"gamma": 0.5}`, where the fields above are empty.
    #[schemars(title = "Kernel parameters")]
    pub kernel_params: Option<String>,
    /// How many rows are drawn, and columns made.
    #[schemars(title = "Components", range(min = 1))]
    pub n_components: u32,
    /// Seed of the rows drawn: the same seed gives the same columns. Empty stands for 0.
    pub random_state: Option<Seed>,
    /// Accepted for compatibility: all cores are used.
    #[schemars(title = "Jobs")]
    pub n_jobs: Option<i64>,
}

impl Default for Nystroem {
    fn default() -> Self {
        Self {
            kernel: Some("rbf".to_owned()),
            gamma: None,
            coef0: None,
            degree: None,
            kernel_params: None,
            n_components: 2,
            random_state: None,
            n_jobs: None,
        }
    }
}

impl Converter for Nystroem {
    const NAME: &'static str = "Nystroem";
    const CARD: Card = Card {
        display_name: "Nystroem Approximation",
        short_description: "Brings kernels to linear models, learnt from a few rows.",
        ..REDUCTION
    };
}
