//! Parameters of the plot over time.

use super::Explorer;
use super::groups::{RELATIONSHIP, TIMED};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Columns of numbers over a column of dates, in the order of time.
///
/// Of many rows, the first, lowest, highest and last value of each short span is drawn, so that no peak is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TimeSeriesPlotExplorer {
    /// Whether each value is marked by a point.
    pub markers: bool,
}

impl Explorer for TimeSeriesPlotExplorer {
    const CARD: Card = Card {
        display_name: "Time Series Plot",
        short_description: "Numbers over time.",
        allowed_types: TIMED,
        required_type: Some("Date"),
        cardinality: Cardinality::AtLeast(2),
        ..RELATIONSHIP
    };
}

component!(TimeSeriesPlotExplorer);
