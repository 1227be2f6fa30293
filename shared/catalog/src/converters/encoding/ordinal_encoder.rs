//! Parameters of ordinal encoding.

use super::super::cards::ENCODING;
use super::options::{MinFrequency, Whole, min_frequency};
use crate::Card;
use crate::converters::Converter;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// What becomes of a category that was not learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum OrdinalUnknown {
    /// Stop with an error
    Error,
    /// The fallback value below
    UseEncodedValue,
}

/// The number of categories that were not learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownValue {
    /// This one.
    Number(i64),
    /// None: the value is missing.
    Missing,
}

const MISSING: &str = "np.nan";

impl Serialize for UnknownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Missing => serializer.serialize_str(MISSING),
        }
    }
}

impl<'de> Deserialize<'de> for UnknownValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        enum Word {
            #[serde(rename = "np.nan")]
            Missing,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Number(i64),
            Word(Word),
        }
        Ok(match Wire::deserialize(deserializer)? {
            Wire::Number(number) => Self::Number(number),
            Wire::Word(Word::Missing) => Self::Missing,
        })
    }
}

impl JsonSchema for UnknownValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "UnknownValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "enum": [MISSING], "enumNames": ["Missing"]},
            ]
        })
    }
}

/// Adds a column with the number of each category, in the order of a list.
///
/// Right for categories with an order, such as sizes: give the list then. Missing values stay missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OrdinalEncoder {
    /// The categories in their order: `auto` for those that occur, sorted, or a list separated by commas, for a single column.
    pub categories: String,
    /// How wide the whole numbers of the new columns are.
    #[schemars(title = "Number type")]
    pub dtype: Whole,
    /// What becomes of a category that was not learnt.
    #[schemars(title = "Unknown categories")]
    pub handle_unknown: OrdinalUnknown,
    /// The number of categories that were not learnt, when they get one.
    #[schemars(title = "Value of unknown categories")]
    pub unknown_value: Option<UnknownValue>,
    /// Categories in fewer rows share one number: a number of rows, or a share of them. Empty for none.
    #[schemars(title = "Minimum frequency", schema_with = "rows_or_share")]
    pub min_frequency: Option<MinFrequency>,
    /// Most numbers for one chosen column, the shared one among them. Empty for no limit.
    #[schemars(title = "Most categories", range(min = 1))]
    pub max_categories: Option<u32>,
}

impl Default for OrdinalEncoder {
    fn default() -> Self {
        Self {
            categories: "auto".to_owned(),
            dtype: Whole::Int64,
            handle_unknown: OrdinalUnknown::Error,
            unknown_value: None,
            min_frequency: None,
            max_categories: None,
        }
    }
}

impl Converter for OrdinalEncoder {
    const NAME: &'static str = "OrdinalEncoder";
    const CARD: Card =
        Card { display_name: "Ordinal Encoder", short_description: "Numbers categories in a given order.", ..ENCODING };
}

fn rows_or_share(_: &mut SchemaGenerator) -> Schema {
    min_frequency(1)
}
