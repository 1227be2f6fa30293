//! Parameters of principal component analysis.

use super::super::cards::REDUCTION;
use super::super::options::Seed;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many components are kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Components {
    /// So many.
    Count(#[schemars(range(min = 1))] u32),
    /// As many as explain this share of the variance.
    Share(#[schemars(extend("exclusiveMinimum" = 0.0, "exclusiveMaximum" = 1.0))] f64),
    /// As many as a rule says.
    Rule(ComponentsRule),
}

/// A rule for the number of components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ComponentsRule {
    /// Guessed from the data (Minka's maximum likelihood)
    Mle,
}

/// How components are computed elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum SvdSolver {
    /// Chosen for the data
    Auto,
    /// Full decomposition
    Full,
    /// Eigenvalues of the covariances
    CovarianceEigh,
    /// ARPACK
    Arpack,
    /// Randomized
    Randomized,
}

/// How often a randomized solver repeats elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Power {
    /// So often.
    Count(#[schemars(range(min = 1))] u32),
    /// As a rule says.
    Rule(PowerRule),
}

/// A rule for the repetitions of a randomized solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum PowerRule {
    /// Chosen for the data
    Auto,
}

/// How a randomized solver keeps its numbers in bounds elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Normalizer {
    /// Chosen for the data
    #[serde(rename = "auto")]
    Auto,
    /// QR decomposition
    #[serde(rename = "QR")]
    Qr,
    /// LU decomposition
    #[serde(rename = "LU")]
    Lu,
}

/// Replaces columns by their principal components: the directions in which the rows differ most, `pca0` first.
///
/// A few components often keep most of what many related columns say. Standardise columns of different units first, since
/// larger numbers count more. Components are always computed exactly; each is turned so that its largest weight is
/// positive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PCA {
    /// How many components are kept: a number, the share of the variance that they are to explain (above 0 and below 1), or a
    /// rule. Empty means all.
    #[schemars(title = "Components")]
    pub n_components: Option<Components>,
    /// Whether components are divided by their standard deviation.
    pub whiten: bool,
    /// Accepted for compatibility: components are always computed exactly.
    #[schemars(title = "Solver")]
    pub svd_solver: SvdSolver,
    /// Accepted for compatibility: components are always computed exactly.
    #[schemars(title = "Tolerance", range(min = 0.0))]
    pub tol: f64,
    /// Accepted for compatibility: components are always computed exactly.
    pub iterated_power: Power,
    /// Accepted for compatibility: components are always computed exactly.
    #[schemars(title = "Oversamples", range(min = 1))]
    pub n_oversamples: u32,
    /// Accepted for compatibility: components are always computed exactly.
    pub power_iteration_normalizer: Option<Normalizer>,
    /// Accepted for compatibility: nothing is drawn at random.
    pub random_state: Option<Seed>,
}

impl Default for PCA {
    fn default() -> Self {
        Self {
            n_components: Some(Components::Count(2)),
            whiten: false,
            svd_solver: SvdSolver::Auto,
            tol: 0.0,
            iterated_power: Power::Rule(PowerRule::Auto),
            n_oversamples: 10,
            power_iteration_normalizer: Some(Normalizer::Auto),
            random_state: None,
        }
    }
}

impl Converter for PCA {
    const NAME: &'static str = "PCA";
    const CARD: Card = Card {
        display_name: "Principal Component Analysis (PCA)",
        short_description: "Replaces columns by the directions in which rows differ most.",
        ..REDUCTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { components_bounded_by_columns: true, ..ConverterTraits::NONE };
}
