//! Folds of single rows.

use super::{ANY_TASK, CLASSIFICATION, PARENTS, UNGROUPED, folds};
use crate::rules::random_state_needs_shuffle;
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Divides the rows into folds of equal size; each is the validation part once.
///
/// Scores are the means over the folds, so every row counts and the result depends less on luck than with one division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KFoldSplitter {
    /// Number of folds. Each is the validation part once, while a model learns from all others.
    #[schemars(title = "Number of folds", range(min = 2, max = 20))]
    pub n_splits: u32,
    /// Whether the rows are shuffled first.
    pub shuffle: bool,
    /// Seed of the shuffle. The same seed gives the same folds.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for KFoldSplitter {
    fn default() -> Self {
        Self { n_splits: 5, shuffle: true, random_state: 42, test_size: 0.1 }
    }
}

impl Component for KFoldSplitter {
    const NAME: &'static str = "KFoldSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "K-Fold";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = ANY_TASK;

    fn metadata() -> Value {
        folds(&UNGROUPED)
    }

    fn rules() -> Vec<Value> {
        vec![random_state_needs_shuffle()]
    }
}

/// Divides the rows into folds that all have the classes in the proportions of the whole table.
///
/// The right choice for classification, above all when a class is rare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StratifiedKFoldSplitter {
    /// Number of folds. Each is the validation part once, while a model learns from all others.
    #[schemars(title = "Number of folds", range(min = 2, max = 20))]
    pub n_splits: u32,
    /// Whether the rows of each class are shuffled first.
    pub shuffle: bool,
    /// Seed of the shuffle. The same seed gives the same folds.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for StratifiedKFoldSplitter {
    fn default() -> Self {
        Self { n_splits: 5, shuffle: true, random_state: 42, test_size: 0.1 }
    }
}

impl Component for StratifiedKFoldSplitter {
    const NAME: &'static str = "StratifiedKFoldSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Stratified K-Fold";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        folds(&UNGROUPED)
    }

    fn rules() -> Vec<Value> {
        vec![random_state_needs_shuffle()]
    }
}
