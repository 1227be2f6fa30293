//! Parameters of selection by variance.

use super::super::cards::REDUCTION;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Removes columns that hardly vary.
///
/// The default removes those that are the same in every row. Variances depend on units: a threshold above 0 compares only
/// columns of the same unit. Missing values are left aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VarianceThreshold {
    /// Columns of this variance or less are removed.
    #[schemars(range(min = 0.0))]
    pub threshold: f64,
}

impl Default for VarianceThreshold {
    fn default() -> Self {
        Self { threshold: 0.0 }
    }
}

impl Converter for VarianceThreshold {
    const NAME: &'static str = "VarianceThreshold";
    const CARD: Card = Card {
        display_name: "Variance Threshold",
        short_description: "Removes columns that hardly vary.",
        ..REDUCTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { components_bounded_by_columns: true, ..ConverterTraits::NONE };
}
