//! The splitters, and how a session's `splits` text chooses and configures one.

mod entries;
mod group_k_fold;
mod holdout;
mod k_fold;
mod leave_one_out;
mod parse;
mod repeated_k_fold;

pub use entries::Entries;
pub use group_k_fold::{GroupKFoldSplitter, StratifiedGroupKFoldSplitter};
pub use holdout::HoldoutSplitter;
pub use k_fold::{KFoldSplitter, StratifiedKFoldSplitter};
pub use leave_one_out::LeaveOneOutSplitter;
pub use parse::{Partitions, SplitterConfig, parse};
pub use repeated_k_fold::{RepeatedKFoldSplitter, RepeatedStratifiedKFoldSplitter};

use serde_json::{Value, json};

const PARENTS: &[&str] = &["BaseSplitter"];
const ANY_TASK: &[&str] = &["TabularClassificationTask", "RegressionTask"];
const CLASSIFICATION: &[&str] = &["TabularClassificationTask"];
const UNGROUPED: [&str; 2] = ["KFoldSplitter", "StratifiedKFoldSplitter"];
const GROUPED: [&str; 2] = ["GroupKFoldSplitter", "StratifiedGroupKFoldSplitter"];

/// What clients know of a splitter that makes folds, and which splitters may run inside its folds.
fn folds(inner: &[&str]) -> Value {
    json!({"partitioning": "folds", "geometry": "blocked_folds", "compatibleInnerSplitters": inner})
}
