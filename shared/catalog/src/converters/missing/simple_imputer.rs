//! Parameters of filling gaps column by column.

use super::super::cards::BASIC;
use crate::Card;
use crate::converters::Converter;
use crate::rules;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

/// What stands for missing values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ImputerStrategy {
    /// Mean of the column
    Mean,
    /// Median of the column
    Median,
    /// Most frequent value of the column
    MostFrequent,
    /// A fixed value
    Constant,
}

/// A value to fill gaps with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FillValue {
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// A text.
    Text(String),
}

impl JsonSchema for FillValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "FillValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "string"}]})
    }
}

/// Fills the missing values of each chosen column with one value: its mean, median, most frequent value, or a fixed one.
///
/// Models that cannot work with gaps need this first. Columns of categories can be filled with their most frequent or a fixed
/// value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SimpleImputer {
    /// What stands for missing values.
    pub strategy: ImputerStrategy,
    /// The fixed value.
    pub fill_value: Option<FillValue>,
    /// Whether a column is added for each one with gaps that says where they were.
    #[schemars(title = "Mark filled values")]
    pub add_indicator: bool,
    /// Whether a column without any value is filled with 0, or the fixed value, instead of being removed.
    #[schemars(title = "Keep empty columns")]
    pub keep_empty_features: bool,
}

impl Default for SimpleImputer {
    fn default() -> Self {
        Self { strategy: ImputerStrategy::Mean, fill_value: None, add_indicator: false, keep_empty_features: false }
    }
}

impl Converter for SimpleImputer {
    const NAME: &'static str = "SimpleImputer";
    const CARD: Card = Card {
        display_name: "Simple Imputer",
        short_description: "Fills missing values column by column.",
        allowed_types: &["Float", "Integer", "Categorical"],
        allowed_dtypes: &["float64", "float32", "int64", "int32", "string", "bool"],
        ..BASIC
    };

    fn rules() -> Vec<Value> {
        vec![
            rules::relevant(
                "fill_value",
                "Only the strategy with a fixed value uses it.",
                rules::is("strategy", "constant"),
            ),
            rules::check(
                "simple_imputer.constant_needs_fill_value",
                &["fill_value"],
                "The strategy with a fixed value needs one as fill value.",
                rules::given("fill_value"),
                json!({}),
            ),
        ]
    }
}
