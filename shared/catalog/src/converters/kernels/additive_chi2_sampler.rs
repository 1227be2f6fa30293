//! Parameters of the additive chi-squared map.

use super::super::cards::KERNELS;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces columns by ones whose products come near the additive chi-squared kernel.
///
/// For counts and histograms, which must not be negative: a linear model on the new columns, `additivechi2sampler0` and so
/// on, compares shares rather than sizes. Nothing is drawn at random.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AdditiveChi2Sampler {
    /// How finely the kernel is sampled: each column becomes one less than twice as many.
    #[schemars(range(min = 1))]
    pub sample_steps: u32,
    /// How far samples are apart. Empty means what suits 1, 2 or 3 steps; more need it given.
    #[schemars(range(min = 1.0))]
    pub sample_interval: Option<f64>,
}

impl Default for AdditiveChi2Sampler {
    fn default() -> Self {
        Self { sample_steps: 2, sample_interval: None }
    }
}

impl Converter for AdditiveChi2Sampler {
    const NAME: &'static str = "AdditiveChi2Sampler";
    const CARD: Card = Card {
        display_name: "Additive Chi² Sampler",
        short_description: "Makes linear models compare counts by their shares.",
        ..KERNELS
    };
}
