//! What a training is doing.

use std::fmt;

/// A step of a training. Its text is the wire's progress message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The model learns.
    Training,
    /// The model is scored.
    ComputingMetrics,
    /// A fold is learnt and scored.
    Fold {
        /// Its number, from 1.
        number: usize,
        /// How many there are.
        of: usize,
    },
    /// The model to keep learns from all folds.
    FinalModel,
}

impl fmt::Display for Stage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Training => out.write_str("Training"),
            Self::ComputingMetrics => out.write_str("Computing metrics"),
            Self::Fold { number, of } => write!(out, "Evaluating fold {number}/{of}"),
            Self::FinalModel => out.write_str("Training final model"),
        }
    }
}
