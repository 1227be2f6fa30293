//! Parameters of weighing words.

use super::super::cards::ADVANCED;
use super::options::{StopWords, ordered_lengths};
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Adds a column for each word of a text column, such as `tfidf_word`: how much the word stands out in the text.
///
/// A word weighs more the more often it occurs in the text and the fewer texts have it; the weights of a text have length 1.
/// A word is two or more letters, digits or underscores. A missing text has no words. The text columns stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TFIDFConverter {
    /// Most words of a column, each of which becomes a column: the most frequent ones.
    #[schemars(title = "Most words", extend("exclusiveMinimum" = 0))]
    pub max_features: u32,
    /// Whether upper and lower case are the same.
    #[schemars(title = "Ignore case")]
    pub lowercase: bool,
    /// Words that are left out. Empty means none.
    pub stop_words: Option<StopWords>,
    /// Length of the shortest sequences of words that count; 1 means single words.
    #[schemars(title = "Shortest sequence", extend("exclusiveMinimum" = 0), range(max = 5))]
    pub lower_bound_ngrams: u32,
    /// Length of the longest sequences of words that count.
    #[schemars(title = "Longest sequence", extend("exclusiveMinimum" = 0), range(max = 5))]
    pub upper_bound_ngrams: u32,
}

impl Default for TFIDFConverter {
    fn default() -> Self {
        Self { max_features: 1000, lowercase: true, stop_words: None, lower_bound_ngrams: 1, upper_bound_ngrams: 1 }
    }
}

impl Converter for TFIDFConverter {
    const NAME: &'static str = "TFIDFConverter";
    const CARD: Card = Card {
        display_name: "TF-IDF",
        short_description: "Weighs the words of texts by how rare they are.",
        ..ADVANCED
    };

    fn rules() -> Vec<Value> {
        ordered_lengths("tfidf_converter.ngram_range_is_ordered")
    }
}
