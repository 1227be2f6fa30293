//! Choices that encoders share.

use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};

/// How wide the whole numbers of new columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Whole {
    /// 32-bit integer
    Int32,
    /// 64-bit integer
    Int64,
}

impl Whole {
    /// The Arrow name.
    #[must_use]
    pub fn dtype(self) -> &'static str {
        match self {
            Self::Int32 => "int32",
            Self::Int64 => "int64",
        }
    }
}

/// How often a category has to occur so as not to be a rare one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MinFrequency {
    /// In so many rows.
    Rows(u64),
    /// In this share of the rows.
    Share(f64),
}

impl MinFrequency {
    /// How many of `rows` rows that is.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "rows are below 2^52")]
    pub fn of(self, rows: u64) -> f64 {
        match self {
            Self::Rows(count) => count as f64,
            Self::Share(share) => share * rows as f64,
        }
    }
}

/// The schema of such a bound, or null: at least so many rows, or a share of them.
pub(super) fn min_frequency(least: u64) -> Schema {
    json_schema!({
        "anyOf": [
            {"type": "integer", "minimum": least},
            {"type": "number", "minimum": 0.0, "maximum": 1.0},
            {"type": "null"},
        ]
    })
}
