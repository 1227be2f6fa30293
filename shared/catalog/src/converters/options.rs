//! Choices that converters of several families share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where random draws start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Seed {
    /// At this seed.
    Number(i64),
    /// At the default one.
    Word(SeedWord),
}

/// A seed that is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum SeedWord {
    /// The default seed
    RandomState,
}

impl Seed {
    /// The number that stands for a choice of seeds: 0 for none.
    #[must_use]
    pub fn number(seed: Option<Self>) -> i64 {
        match seed {
            Some(Self::Number(number)) => number,
            Some(Self::Word(SeedWord::RandomState)) | None => 0,
        }
    }
}
