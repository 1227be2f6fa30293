//! Parameters of independent component analysis.

use super::super::cards::REDUCTION;
use super::super::options::Seed;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// In which order sources are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum IcaAlgorithm {
    /// All at once
    Parallel,
    /// One after the other
    Deflation,
}

/// Whether columns are made uncorrelated first, and how large sources are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Whiten {
    /// With sources of such a size.
    Word(WhitenWord),
    /// With sources of variance 1, or not at all.
    Switch(bool),
}

/// How large the sources of whitened columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum WhitenWord {
    /// As they come
    ArbitraryVariance,
    /// Variance 1
    UnitVariance,
}

/// What tells a source from a mixture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Contrast {
    /// Logarithm of the hyperbolic cosine
    Logcosh,
    /// Exponential
    Exp,
    /// Cube
    Cube,
}

/// How columns are made uncorrelated elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum WhitenSolver {
    /// Eigenvalues
    Eigh,
    /// Singular values
    Svd,
}

/// Replaces columns by the independent sources that they are mixtures of, `fastica0` first.
///
/// It tells apart signals that were recorded together, such as voices in a room. The order and the signs of sources mean
/// nothing. At least one source has to differ from a normal distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FastICA {
    /// How many sources are looked for. Empty means one for each column.
    #[schemars(title = "Sources", range(min = 1))]
    pub n_components: Option<u32>,
    /// In which order sources are found.
    pub algorithm: IcaAlgorithm,
    /// Whether columns are made uncorrelated first, and how large sources are then. Without it, columns have to be
    /// uncorrelated and of variance 1 already.
    pub whiten: Option<Whiten>,
    /// The function that tells a source from a mixture. `logcosh` suits most data.
    #[schemars(title = "Function")]
    pub fun: Contrast,
    /// Arguments of the function as JSON: `{"alpha": 1.5}`, between 1 and 2, for `logcosh`. Empty means 1.
    #[schemars(title = "Arguments of the function")]
    pub fun_args: Option<String>,
    /// Most steps of the search.
    #[schemars(title = "Iterations", range(min = 1))]
    pub max_iter: u32,
    /// The search ends when its directions change by less than this.
    #[schemars(title = "Tolerance", range(min = 0.0))]
    pub tol: f64,
    /// Where the search starts: a JSON list of rows, as many and as long as there are sources. Empty means at random.
    #[schemars(title = "Start")]
    pub w_init: Option<String>,
    /// Accepted for compatibility: both choices give the same columns.
    pub whiten_solver: WhitenSolver,
    /// Seed of the random start: the same seed gives the same columns. Empty stands for 0.
    pub random_state: Option<Seed>,
}

impl Default for FastICA {
    fn default() -> Self {
        Self {
            n_components: None,
            algorithm: IcaAlgorithm::Parallel,
            whiten: Some(Whiten::Word(WhitenWord::UnitVariance)),
            fun: Contrast::Logcosh,
            fun_args: None,
            max_iter: 200,
            tol: 1e-4,
            w_init: None,
            whiten_solver: WhitenSolver::Svd,
            random_state: None,
        }
    }
}

impl Converter for FastICA {
    const NAME: &'static str = "FastICA";
    const CARD: Card = Card {
        display_name: "Fast ICA",
        short_description: "Replaces columns by the independent sources they are mixtures of.",
        ..REDUCTION
    };
}
