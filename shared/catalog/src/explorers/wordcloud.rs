//! Parameters of the word cloud.

use super::Explorer;
use super::groups::DISTRIBUTION;
use crate::Card;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most frequent words of texts, the larger the more frequent.
///
/// Upper and lower case are the same; words that say little by themselves, such as articles, are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WordcloudExplorer {
    /// Most words to draw. No more than 500 are drawn.
    #[schemars(title = "Most words", extend("exclusiveMinimum" = 0))]
    pub max_words: u64,
    /// Colour behind the words, as CSS writes colours: `white`, `#102030`, `rgb(16, 32, 48)`. Empty means transparent.
    #[schemars(title = "Background colour")]
    pub background_color: Option<String>,
}

impl Default for WordcloudExplorer {
    fn default() -> Self {
        Self { max_words: 200, background_color: None }
    }
}

impl Explorer for WordcloudExplorer {
    const CARD: Card = Card {
        display_name: "Word Cloud",
        short_description: "A picture of the most frequent words.",
        allowed_types: &["Text"],
        ..DISTRIBUTION
    };
}

component!(WordcloudExplorer);
