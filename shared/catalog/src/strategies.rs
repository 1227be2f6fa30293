//! The evaluation strategies.

use crate::entry::Entry;
use crate::kind::Kind;
use serde_json::json;

/// A way to evaluate models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strategy {
    /// The name clients use.
    pub name: &'static str,
    /// Its English title.
    pub display_name: &'static str,
    /// Whether it trains one model a fold.
    pub cross_validation: bool,
    /// What it does, in English.
    pub description: &'static str,
}

/// All strategies.
pub const ALL: &[Strategy] = &[
    Strategy {
        name: "CrossValidationEvaluationStrategy",
        display_name: "Cross-validation",
        cross_validation: true,
        description: "Trains one model a fold and scores it on the rows of that fold; the score is the mean over the \
                      folds. Slower than holdout, and steadier.",
    },
    Strategy {
        name: "HoldoutEvaluationStrategy",
        display_name: "Holdout",
        cross_validation: false,
        description: "Trains one model on the train rows and scores it on the validation and test rows.",
    },
];

/// The strategy of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Strategy> {
    ALL.iter().find(|strategy| strategy.name == name)
}

impl From<&Strategy> for Entry {
    fn from(strategy: &Strategy) -> Self {
        Self {
            name: strategy.name,
            kind: Kind::EvaluationStrategy,
            display_name: Some(strategy.display_name),
            description: strategy.description.to_owned(),
            color: None,
            parents: &["BaseEvaluationStrategy"],
            related: &["TabularClassificationTask", "RegressionTask"],
            metadata: json!({
                "kind": if strategy.cross_validation { "cv" } else { "holdout" },
                "scored_splits": ["train", "validation", "test"],
            }),
            schema: None,
            check: None,
        }
    }
}
