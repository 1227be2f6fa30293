//! What counting and weighing of words have in common.

use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Words that are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum StopWords {
    /// The most common English words
    English,
}

/// The rule that the shortest sequence of words is not longer than the longest.
pub(super) fn ordered_lengths(id: &str) -> Vec<Value> {
    vec![rules::check(
        id,
        &["lower_bound_ngrams", "upper_bound_ngrams"],
        "The shortest sequence of words cannot be longer than the longest one.",
        rules::at_most("lower_bound_ngrams", "upper_bound_ngrams"),
        json!({}),
    )]
}
