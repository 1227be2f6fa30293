//! Parameters of the measures of class overlap.

use super::groups::{COMPLEXITY, NOT_NUMBERS, PLOTTABLE};
use super::{ColumnChoice, Explorer};
use crate::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How hard the classes of a target column are to tell apart by the chosen columns.
///
/// The measures are between 0 (easy) and 1 (hard); rows with a missing value are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ClassOverlapExplorer {
    /// Column that holds the classes: its name, or its position in the table, counted from 0.
    pub target_column: ColumnChoice,
    /// Most rows that are compared with each other, drawn with the same share of every class. No more than 10000 are used.
    #[schemars(title = "Most rows", extend("exclusiveMinimum" = 1))]
    pub max_samples: u64,
    /// Seed of the draw. The same seed draws the same rows.
    #[schemars(range(min = 0))]
    pub random_state: Option<u64>,
}

impl Default for ClassOverlapExplorer {
    fn default() -> Self {
        Self { target_column: ColumnChoice::Name(String::new()), max_samples: 2000, random_state: Some(0) }
    }
}

impl Explorer for ClassOverlapExplorer {
    const CARD: Card = Card {
        display_name: "Class Overlap",
        short_description: "How hard classes are to tell apart.",
        allowed_types: PLOTTABLE,
        refused_dtypes: NOT_NUMBERS,
        ..COMPLEXITY
    };
}

component!(ClassOverlapExplorer);
