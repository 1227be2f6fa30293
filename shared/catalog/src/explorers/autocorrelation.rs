//! Parameters of the plot of autocorrelations.

use super::Explorer;
use super::groups::{STATISTICS, TIMED};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which correlations of a series with its own past are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum CorrelationFunction {
    /// Both
    Both,
    /// Autocorrelation
    Acf,
    /// Partial autocorrelation: without what shorter lags explain
    Pacf,
}

/// How strongly the values of a series go with those some steps before, in the order of a column of dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AutocorrelationExplorer {
    /// How many steps back to look, no more than 2000 of them.
    #[schemars(title = "Lags", range(min = 1))]
    pub n_lags: u64,
    /// Which correlations are drawn.
    pub function: CorrelationFunction,
    /// How sure the band is within which correlations of unrelated values would lie, between 0 and 1.
    #[schemars(title = "Confidence level", extend("exclusiveMinimum" = 0.0, "exclusiveMaximum" = 1.0))]
    pub confidence: f64,
}

impl Default for AutocorrelationExplorer {
    fn default() -> Self {
        Self { n_lags: 20, function: CorrelationFunction::Both, confidence: 0.95 }
    }
}

impl Explorer for AutocorrelationExplorer {
    const CARD: Card = Card {
        display_name: "Autocorrelation Plot",
        short_description: "How a series goes with its own past.",
        allowed_types: TIMED,
        required_type: Some("Date"),
        cardinality: Cardinality::Exactly(2),
        ..STATISTICS
    };
}

component!(AutocorrelationExplorer);
