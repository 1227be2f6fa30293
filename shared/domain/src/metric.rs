//! Scores: what the metrics said of a run.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Metric name to score. A score that is not finite is left out.
pub type ScoreMap = IndexMap<String, f64>;

/// The final scores of a run, by partition. The `_std` maps exist for cross-validation only.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scores {
    /// On the train partition (mean over folds for cross-validation).
    pub train: Option<ScoreMap>,
    /// Standard deviation over folds.
    pub train_std: Option<ScoreMap>,
    /// On the validation partition (mean over folds for cross-validation).
    pub validation: Option<ScoreMap>,
    /// Standard deviation over folds.
    pub validation_std: Option<ScoreMap>,
    /// On the test partition.
    pub test: Option<ScoreMap>,
    /// Standard deviation over folds.
    pub test_std: Option<ScoreMap>,
    /// One entry a fold, in order; empty for holdout.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folds: Vec<FoldScores>,
}

/// The scores of one fold of a cross-validation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FoldScores {
    /// Which repetition the fold belongs to (0 unless the splitter repeats).
    pub repetition: u32,
    /// On the fold's training rows.
    pub train: ScoreMap,
    /// On the fold's held-out rows.
    pub validation: ScoreMap,
}
