//! Parameters of the truncated singular value decomposition.

use super::super::cards::REDUCTION;
use super::super::options::Seed;
use crate::converters::Converter;
use crate::{Card, Cardinality, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How singular values are computed elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum SvdAlgorithm {
    /// ARPACK
    Arpack,
    /// Randomized
    Randomized,
}

/// How a randomized solver keeps its numbers in bounds elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum SvdNormalizer {
    /// Chosen for the data
    #[serde(rename = "auto")]
    Auto,
    /// QR decomposition
    #[serde(rename = "QR")]
    Qr,
    /// LU decomposition
    #[serde(rename = "LU")]
    Lu,
    /// None
    #[serde(rename = "none")]
    None,
}

/// Replaces columns by the directions of their largest singular values, `truncatedsvd0` first.
///
/// Like PCA, but without subtracting means: it suits columns that are mostly 0, such as word counts. Directions are always
/// computed exactly; each is turned so that its largest weight is positive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TruncatedSVD {
    /// How many directions are kept.
    #[schemars(title = "Components", extend("exclusiveMinimum" = 0))]
    pub n_components: u32,
    /// Accepted for compatibility: directions are always computed exactly.
    pub algorithm: SvdAlgorithm,
    /// Accepted for compatibility: directions are always computed exactly.
    #[schemars(title = "Iterations", extend("exclusiveMinimum" = 0))]
    pub n_iter: u32,
    /// Accepted for compatibility: directions are always computed exactly.
    #[schemars(title = "Oversamples", extend("exclusiveMinimum" = 0))]
    pub n_oversamples: u32,
    /// Accepted for compatibility: directions are always computed exactly.
    pub power_iteration_normalizer: SvdNormalizer,
    /// Accepted for compatibility: nothing is drawn at random.
    pub random_state: Option<Seed>,
    /// Accepted for compatibility: directions are always computed exactly.
    #[schemars(title = "Tolerance", range(min = 0.0))]
    pub tol: f64,
}

impl Default for TruncatedSVD {
    fn default() -> Self {
        Self {
            n_components: 2,
            algorithm: SvdAlgorithm::Randomized,
            n_iter: 5,
            n_oversamples: 10,
            power_iteration_normalizer: SvdNormalizer::Auto,
            random_state: None,
            tol: 0.0,
        }
    }
}

impl Converter for TruncatedSVD {
    const NAME: &'static str = "TruncatedSVD";
    const CARD: Card = Card {
        display_name: "Truncated SVD",
        short_description: "Replaces columns by the directions of their largest singular values.",
        cardinality: Cardinality::AtLeast(2),
        ..REDUCTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { components_bounded_by_columns: true, ..ConverterTraits::NONE };
}
