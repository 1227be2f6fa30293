//! Parameters of the character replacer.

use super::super::cards::{BASIC, WORDS};
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces a piece of text by another one wherever it occurs.
///
/// A text column in which only digits are left becomes a column of whole numbers: so `1,200` can be turned into 1200.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CharacterReplacer {
    /// The character or piece of text to look for, taken literally.
    #[schemars(title = "Character to replace")]
    pub char_to_replace: String,
    /// What to put in its place. Empty removes it.
    #[schemars(title = "Replacement")]
    pub replacement_char: Option<String>,
}

impl Converter for CharacterReplacer {
    const NAME: &'static str = "CharacterReplacer";
    const CARD: Card = Card {
        display_name: "Character Replacer",
        short_description: "Replaces characters in text columns.",
        allowed_types: WORDS,
        ..BASIC
    };
}
