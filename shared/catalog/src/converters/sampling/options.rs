//! What resampling converters have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many rows the classes get.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Balance {
    /// The smaller of two classes gets this share of the rows of the larger one.
    Share(#[schemars(range(max = 1.0), extend("exclusiveMinimum" = 0.0))] f64),
    /// As a rule says.
    Rule(BalanceRule),
}

/// A rule for how many rows the classes get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum BalanceRule {
    /// All classes the same number
    Auto,
}

impl Balance {
    /// The share, where it is one.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        match self {
            Self::Share(share) => Some(share),
            Self::Rule(BalanceRule::Auto) => None,
        }
    }
}
