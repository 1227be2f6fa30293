//! The audit of a column of dates, which has no parameters.

use super::Explorer;
use super::groups::STATISTICS;
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What has to be known of a column of dates before its rows are used as a time series.
///
/// Whether the dates are in order and evenly spaced, how far they are apart, and which are missing or there twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TimeIndexAuditExplorer {}

impl Explorer for TimeIndexAuditExplorer {
    const CARD: Card = Card {
        display_name: "Time Index Audit",
        short_description: "Order, spacing, gaps and duplicates of dates.",
        allowed_types: &["Date"],
        cardinality: Cardinality::Exactly(1),
        ..STATISTICS
    };
}

component!(TimeIndexAuditExplorer);
