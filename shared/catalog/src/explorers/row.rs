//! Parameters of the pages of rows.

use super::Explorer;
use super::groups::INSPECTION;
use crate::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rows of the chosen columns as they are, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RowExplorer {
    /// The first row to show, counted from 1.
    #[schemars(range(min = 1))]
    pub first_row: u64,
    /// How many rows to show.
    #[schemars(range(min = 1, max = 1000))]
    pub number_of_rows: u64,
}

impl Default for RowExplorer {
    fn default() -> Self {
        Self { first_row: 1, number_of_rows: 50 }
    }
}

impl Explorer for RowExplorer {
    const CARD: Card =
        Card { display_name: "Rows", short_description: "Some rows of the table as they are.", ..INSPECTION };
}

component!(RowExplorer);
