//! Parameters of standardising.

use super::super::cards::SCALING;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Shifts and scales each column to mean 0 and standard deviation 1.
///
/// Many models need columns of the same size: nearest neighbours, support vector machines, principal components. Missing
/// values stay missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StandardScaler {
    /// Whether the mean is subtracted.
    pub with_mean: bool,
    /// Whether values are divided by the standard deviation.
    #[schemars(title = "With standard deviation")]
    pub with_std: bool,
}

impl Default for StandardScaler {
    fn default() -> Self {
        Self { with_mean: true, with_std: true }
    }
}

impl Converter for StandardScaler {
    const NAME: &'static str = "StandardScaler";
    const CARD: Card = Card {
        display_name: "Standard Scaler",
        short_description: "Brings columns to mean 0 and standard deviation 1.",
        ..SCALING
    };
}
