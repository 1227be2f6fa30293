//! Folds of whole groups.

use super::{ANY_TASK, CLASSIFICATION, GROUPED, PARENTS, folds};
use crate::rules::random_state_needs_shuffle;
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Divides the rows into folds and never tears a group apart.
///
/// For data with several rows of the same patient, machine or day: a model is scored on groups it has never met.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GroupKFoldSplitter {
    /// Number of folds. Each is the validation part once, while a model learns from all others.
    #[schemars(title = "Number of folds", range(min = 2, max = 20))]
    pub n_splits: u32,
    /// Column that names each row's group. All rows of a group fall into the same fold.
    pub group_column: Option<String>,
    /// Whether the groups are shuffled first.
    pub shuffle: bool,
    /// Seed of the shuffle. The same seed gives the same folds.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for GroupKFoldSplitter {
    fn default() -> Self {
        Self { n_splits: 5, group_column: None, shuffle: false, random_state: 42, test_size: 0.1 }
    }
}

impl Component for GroupKFoldSplitter {
    const NAME: &'static str = "GroupKFoldSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Group K-Fold";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = ANY_TASK;

    fn metadata() -> Value {
        folds(&GROUPED)
    }

    fn rules() -> Vec<Value> {
        vec![random_state_needs_shuffle()]
    }
}

/// Divides the rows into folds that keep groups whole and have, as nearly as that allows, the same class proportions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StratifiedGroupKFoldSplitter {
    /// Number of folds. Each is the validation part once, while a model learns from all others.
    #[schemars(title = "Number of folds", range(min = 2, max = 20))]
    pub n_splits: u32,
    /// Column that names each row's group. All rows of a group fall into the same fold.
    pub group_column: Option<String>,
    /// Whether the groups are shuffled first.
    pub shuffle: bool,
    /// Seed of the shuffle. The same seed gives the same folds.
    #[schemars(range(min = 0))]
    pub random_state: u64,
    /// Share of the rows set aside before the folds are made, for the final score: from 0 (none) to 0.5.
    #[schemars(title = "Test set", range(min = 0, max = 0.5))]
    pub test_size: f64,
}

impl Default for StratifiedGroupKFoldSplitter {
    fn default() -> Self {
        Self { n_splits: 5, group_column: None, shuffle: true, random_state: 42, test_size: 0.1 }
    }
}

impl Component for StratifiedGroupKFoldSplitter {
    const NAME: &'static str = "StratifiedGroupKFoldSplitter";
    const KIND: Kind = Kind::Splitter;
    const DISPLAY_NAME: &'static str = "Stratified Group K-Fold";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        folds(&GROUPED)
    }

    fn rules() -> Vec<Value> {
        vec![random_state_needs_shuffle()]
    }
}
