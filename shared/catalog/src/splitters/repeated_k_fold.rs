//! Folds, made several times.

use super::{ANY_TASK, CLASSIFICATION, PARENTS, UNGROUPED, folds};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Makes K-Fold divisions several times, shuffled differently each time.
///
/// Steadier scores than one division, at the price of as many more trainings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RepeatedKFoldSplitter {
    /// Number of folds. Each is the validation part once, while a model learns from all others.
    #[schemars(title = "Number of folds", range(min = 2, max = 20))]
    pub n_splits: u32,
    /// How often the whole division is repeated, each time shuffled anew.
    #[schemars(title = "Number of repeats", range(min = 2, max = 10))]
    pub n_repeats: u32,
    /// Seed of the shuffle. The same seed gives the same folds.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for RepeatedKFoldSplitter {
    fn default() -> Self {
        Self { n_splits: 5, n_repeats: 2, random_state: 42, test_size: 0.1 }
    }
}

impl Component for RepeatedKFoldSplitter {
    const NAME: &'static str = "RepeatedKFoldSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Repeated K-Fold";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = ANY_TASK;

    fn metadata() -> Value {
        folds(&UNGROUPED)
    }
}

/// Makes stratified K-Fold divisions several times, shuffled differently each time.
///
/// Steadier scores than one division, at the price of as many more trainings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RepeatedStratifiedKFoldSplitter {
    /// Number of folds. Each is the validation part once, while a model learns from all others.
    #[schemars(title = "Number of folds", range(min = 2, max = 20))]
    pub n_splits: u32,
    /// How often the whole division is repeated, each time shuffled anew.
    #[schemars(title = "Number of repeats", range(min = 2, max = 10))]
    pub n_repeats: u32,
    /// Seed of the shuffle. The same seed gives the same folds.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for RepeatedStratifiedKFoldSplitter {
    fn default() -> Self {
        Self { n_splits: 5, n_repeats: 2, random_state: 42, test_size: 0.1 }
    }
}

impl Component for RepeatedStratifiedKFoldSplitter {
    const NAME: &'static str = "RepeatedStratifiedKFoldSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Repeated Stratified K-Fold";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        folds(&UNGROUPED)
    }
}
