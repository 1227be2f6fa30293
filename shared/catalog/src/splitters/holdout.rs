//! Three partitions of one table.

use super::{ANY_TASK, PARENTS};
use crate::rules::{check, field, literal, random_state_needs_shuffle, sum};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Divides the rows once into train, validation and test.
///
/// Models learn from the train rows, the validation rows help to choose between models, and the test rows say how good
/// the chosen one is on data it has never met.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HoldoutSplitter {
    /// Share of the rows to learn from, above 0 and up to 1. The three shares add up to 1.
    #[schemars(range(min = 0, max = 1))]
    pub train: f64,
    /// Share of the rows kept for the final score, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub test: f64,
    /// Share of the rows to compare models on, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub validation: f64,
    /// Whether every partition gets the classes in the proportions of the whole table.
    pub stratify: bool,
    /// Whether the rows are shuffled first. Without it, the partitions follow the order of the table.
    pub shuffle: bool,
    /// Seed of the shuffle. The same seed gives the same partitions.
    #[schemars(range(min = 0))]
    pub random_state: u64,
}

impl Default for HoldoutSplitter {
    fn default() -> Self {
        Self { train: 0.6, test: 0.2, validation: 0.2, stratify: false, shuffle: true, random_state: 42 }
    }
}

impl Component for HoldoutSplitter {
    const NAME: &'static str = "HoldoutSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Holdout";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = ANY_TASK;

    fn metadata() -> Value {
        json!({"partitioning": "holdout", "geometry": "partitions"})
    }

    fn rules() -> Vec<Value> {
        let total = sum(&["train", "validation", "test"]);
        vec![
            check(
                "holdout.proportions_sum_to_one",
                &["train", "validation", "test"],
                "Train, validation and test must sum to 1 (they currently add up to {total}).",
                json!({"n": "approx", "a": total.clone(), "b": literal(1.0), "tol": 1e-6}),
                json!({"total": total}),
            ),
            check(
                "holdout.train_not_empty",
                &["train"],
                "The train proportion must be greater than 0.",
                json!({"n": "cmp", "op": "gt", "a": field("train"), "b": literal(0.0)}),
                json!({}),
            ),
            random_state_needs_shuffle(),
        ]
    }
}
