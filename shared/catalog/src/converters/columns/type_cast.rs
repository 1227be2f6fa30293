//! Parameters of changes of type.

use super::super::cards::BASIC;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A type that a column can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum NewType {
    /// Whole number
    Integer,
    /// Number
    Float,
    /// Text
    Text,
    /// Category
    Categorical,
}

/// What to do with a column whose values do not fit the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum OnError {
    /// Stop with an error
    Raise,
    /// Leave the column as it is
    Skip,
}

/// Gives the chosen columns another type.
///
/// Missing values stay missing. Nothing is rounded: a column with decimals does not become one of whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TypeCast {
    /// The type that the columns get.
    pub new_type: NewType,
    /// What happens to a column with a value that does not fit the new type.
    #[schemars(title = "If a value does not fit")]
    pub on_error: OnError,
}

impl Default for TypeCast {
    fn default() -> Self {
        Self { new_type: NewType::Text, on_error: OnError::Raise }
    }
}

impl Converter for TypeCast {
    const NAME: &'static str = "TypeCast";
    const CARD: Card = Card {
        display_name: "Type Cast",
        short_description: "Changes the type of columns.",
        allowed_types: &["Integer", "Float", "Text", "Categorical"],
        ..BASIC
    };
}
