//! Parameters of one-hot encoding.

use super::super::cards::ENCODING;
use super::options::{MinFrequency, Whole, min_frequency};
use crate::Card;
use crate::converters::Converter;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// What becomes of a category that was not learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum OneHotUnknown {
    /// Stop with an error
    Error,
    /// Zero in all columns
    Ignore,
    /// The column of rare categories, if there is one
    InfrequentIfExist,
}

/// How the names of new columns are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Combiner {
    /// Column and category
    Concat,
}

/// Adds a column of zeros and ones for each category of each chosen column.
///
/// The encoding that most models want for categories. A missing value is a category of its own, `nan`. Merge rare categories
/// where there are many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OneHotEncoder {
    /// The categories: `auto` for those that occur, or a list separated by commas, for a single column.
    pub categories: String,
    /// A category without a column of its own: `first`, `if_binary` (the first one, where there are two), or a category by
    /// name, for a single column. Empty for none.
    pub drop: Option<String>,
    /// How wide the whole numbers of the new columns are.
    #[schemars(title = "Number type")]
    pub dtype: Whole,
    /// What becomes of a category that was not learnt.
    #[schemars(title = "Unknown categories")]
    pub handle_unknown: OneHotUnknown,
    /// Categories in fewer rows are merged into one column: a number of rows, or a share of them. Empty for none.
    #[schemars(title = "Minimum frequency", schema_with = "rows_or_share")]
    pub min_frequency: Option<MinFrequency>,
    /// Most columns for one chosen column, the one of merged categories among them. Empty for no limit.
    #[schemars(title = "Most categories", range(min = 1))]
    pub max_categories: Option<u32>,
    /// How the names of new columns are made.
    #[schemars(title = "Names of new columns")]
    pub feature_name_combiner: Combiner,
}

impl Default for OneHotEncoder {
    fn default() -> Self {
        Self {
            categories: "auto".to_owned(),
            drop: None,
            dtype: Whole::Int64,
            handle_unknown: OneHotUnknown::Error,
            min_frequency: None,
            max_categories: None,
            feature_name_combiner: Combiner::Concat,
        }
    }
}

impl Converter for OneHotEncoder {
    const NAME: &'static str = "OneHotEncoder";
    const CARD: Card = Card {
        display_name: "One Hot Encoder",
        short_description: "Adds a column of zeros and ones for each category.",
        ..ENCODING
    };
}

fn rows_or_share(_: &mut SchemaGenerator) -> Schema {
    min_frequency(0)
}
