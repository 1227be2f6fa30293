//! One fold a row.

use super::{ANY_TASK, PARENTS, UNGROUPED, folds};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Makes one fold of every row.
///
/// It trains one model a row: for very small tables only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LeaveOneOutSplitter {
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for LeaveOneOutSplitter {
    fn default() -> Self {
        Self { test_size: 0.1 }
    }
}

impl Component for LeaveOneOutSplitter {
    const NAME: &'static str = "LeaveOneOutSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Leave-One-Out";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = ANY_TASK;

    fn metadata() -> Value {
        folds(&UNGROUPED)
    }
}
