//! Parameters of the skewed chi-squared map.

use super::super::cards::KERNELS;
use super::super::options::Seed;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces columns by random waves whose products come near the skewed chi-squared kernel.
///
/// For counts and histograms: a linear model on the new columns, `skewedchi2sampler0` and so on, compares shares rather than
/// sizes. Values have to be above minus the skewedness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SkewedChi2Sampler {
    /// What is added to every value before its logarithm is taken.
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    pub skewedness: f64,
    /// How many columns are made.
    #[schemars(title = "Components", range(min = 1))]
    pub n_components: u32,
    /// Seed of the waves: the same seed gives the same columns. Empty stands for 0.
    pub random_state: Option<Seed>,
}

impl Default for SkewedChi2Sampler {
    fn default() -> Self {
        Self { skewedness: 1.0, n_components: 100, random_state: None }
    }
}

impl Converter for SkewedChi2Sampler {
    const NAME: &'static str = "SkewedChi2Sampler";
    const CARD: Card = Card {
        display_name: "Skewed Chi² Sampler",
        short_description: "Makes linear models compare counts by their shares, by random waves.",
        ..KERNELS
    };
}
