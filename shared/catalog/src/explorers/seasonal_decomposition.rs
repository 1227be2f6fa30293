//! Parameters of the decomposition of a series.

use super::Explorer;
use super::groups::{RELATIONSHIP, TIMED};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the parts are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum DecompositionMethod {
    /// STL: by local regression; seasons may change slowly
    Stl,
    /// Moving averages: all seasons are the same
    MovingAverage,
}

/// How the parts make the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum DecompositionModel {
    /// Their sum
    Additive,
    /// Their product, for seasons that grow with the trend
    Multiplicative,
}

/// A series, in the order of a column of dates, as trend, season and what is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeasonalDecompositionExplorer {
    /// How the parts are found.
    pub method: DecompositionMethod,
    /// Rows of one season, at least 2; 0 means found from the spacing of the dates.
    #[schemars(title = "Season length", range(min = 0))]
    pub period: u64,
    /// How the parts make the series.
    pub model: DecompositionModel,
}

impl Default for SeasonalDecompositionExplorer {
    fn default() -> Self {
        Self { method: DecompositionMethod::Stl, period: 0, model: DecompositionModel::Additive }
    }
}

impl Explorer for SeasonalDecompositionExplorer {
    const CARD: Card = Card {
        display_name: "Seasonal Decomposition",
        short_description: "Trend, season and what is left of a series.",
        allowed_types: TIMED,
        required_type: Some("Date"),
        cardinality: Cardinality::Exactly(2),
        ..RELATIONSHIP
    };
}

component!(SeasonalDecompositionExplorer);
