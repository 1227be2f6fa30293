//! Parameters of the table of summary statistics.

use super::Explorer;
use super::groups::INSPECTION;
use crate::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The columns that are described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Included {
    /// All columns
    All,
    /// Numbers
    Number,
    /// Texts
    Object,
    /// Categories
    Category,
    /// Dates and times
    Datetime,
}

/// The columns that are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Excluded {
    /// Texts
    Object,
    /// Numbers
    Number,
    /// Categories
    Category,
    /// Dates and times
    Datetime,
}

/// A table of summary statistics, one row a column.
///
/// Numbers get their count, mean, standard deviation, extremes and percentiles; texts and categories their count, how many
/// different values there are, and which one is the most frequent. Missing values are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DescribeExplorer {
    /// Percentiles to show, from 0 to 100, separated by commas. Empty means 25, 50, 75.
    pub percentiles: Option<String>,
    /// Which columns are described, by what they hold. Empty means numbers where there are any, else all.
    #[schemars(title = "Include")]
    pub include: Option<Included>,
    /// Which columns are left out, by what they hold.
    #[schemars(title = "Exclude")]
    pub exclude: Option<Excluded>,
}

impl Default for DescribeExplorer {
    fn default() -> Self {
        Self { percentiles: Some("25, 50, 75".to_owned()), include: Some(Included::All), exclude: None }
    }
}

impl Explorer for DescribeExplorer {
    const CARD: Card = Card {
        display_name: "Describe Dataset",
        short_description: "Summary statistics of every column.",
        ..INSPECTION
    };
}

component!(DescribeExplorer);
