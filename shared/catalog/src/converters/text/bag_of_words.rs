//! Parameters of counting words.

use super::super::cards::ADVANCED;
use super::options::{StopWords, ordered_lengths};
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Adds a column for each word of a text column, such as `bow_word`: how often the word occurs in the text.
///
/// A word is two or more letters, digits or underscores. A missing text has no words. The text columns stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BagOfWordsConverter {
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

impl Default for BagOfWordsConverter {
    fn default() -> Self {
        Self { max_features: 1000, lowercase: true, stop_words: None, lower_bound_ngrams: 1, upper_bound_ngrams: 1 }
    }
}

impl Converter for BagOfWordsConverter {
    const NAME: &'static str = "BagOfWordsConverter";
    const CARD: Card =
        Card { display_name: "Bag of Words", short_description: "Counts the words of texts.", ..ADVANCED };

    fn rules() -> Vec<Value> {
        ordered_lengths("bag_of_words.ngram_range_is_ordered")
    }
}
