//! Parameters of random Fourier features.

use super::super::cards::KERNELS;
use super::super::options::Seed;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How fast similarity falls with distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum RbfGamma {
    /// As a rule says.
    Rule(RbfGammaRule),
    /// So fast.
    Number(#[schemars(extend("exclusiveMinimum" = 0.0))] f64),
}

/// A rule for how fast similarity falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RbfGammaRule {
    /// One over the number of columns times their variance
    Scale,
}

/// Replaces columns by waves of random directions whose products come near the radial (RBF) kernel.
///
/// A linear model on the new columns, `rbfsampler0` and so on, is nearly a kernel machine, in far less time. More components
/// come nearer. Standardise columns of different units first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RBFSampler {
    /// How fast similarity falls with distance: a number above 0, or `scale`, which suits the spread of the columns.
    pub gamma: RbfGamma,
    /// How many columns are made.
    #[schemars(title = "Components", range(min = 1))]
    pub n_components: u32,
    /// Seed of the waves: the same seed gives the same columns. Empty stands for 0.
    pub random_state: Option<Seed>,
}

impl Default for RBFSampler {
    fn default() -> Self {
        Self { gamma: RbfGamma::Rule(RbfGammaRule::Scale), n_components: 100, random_state: Some(Seed::Number(0)) }
    }
}

impl Converter for RBFSampler {
    const NAME: &'static str = "RBFSampler";
    const CARD: Card = Card {
        display_name: "RBF Sampler",
        short_description: "Brings the radial kernel to linear models by random waves.",
        ..KERNELS
    };
}
