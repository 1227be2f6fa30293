//! Parameters of counting and of weighing words.

use super::super::cards::ADVANCED;
use crate::converters::Converter;
use crate::{Card, rules};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Words that are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum StopWords {
    /// The most common English words
    English,
}

/// How texts are taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Whether upper and lower case are the same.
    pub lowercase: bool,
    /// Words that are left out.
    pub stop_words: Option<StopWords>,
    /// Words of the shortest sequences that count.
    pub shortest: u32,
    /// Words of the longest ones.
    pub longest: u32,
}

/// Makes the components whose columns are words.
macro_rules! counting {
    ($($(#[$doc:meta])* $name:ident, $title:literal, $short:literal, $rule:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
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

        impl $name {
            /// How texts are taken apart.
            #[must_use]
            pub fn words(&self) -> Words {
                Words {
                    lowercase: self.lowercase,
                    stop_words: self.stop_words,
                    shortest: self.lower_bound_ngrams,
                    longest: self.upper_bound_ngrams,
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    max_features: 1000,
                    lowercase: true,
                    stop_words: None,
                    lower_bound_ngrams: 1,
                    upper_bound_ngrams: 1,
                }
            }
        }

        impl Converter for $name {
            const NAME: &'static str = stringify!($name);
            const CARD: Card = Card { display_name: $title, short_description: $short, ..ADVANCED };

            fn rules() -> Vec<Value> {
                vec![rules::check(
                    $rule,
                    &["lower_bound_ngrams", "upper_bound_ngrams"],
                    "The shortest sequence of words cannot be longer than the longest one.",
                    rules::at_most("lower_bound_ngrams", "upper_bound_ngrams"),
                    json!({}),
                )]
            }
        }
    )+};
}

counting! {
    /// Adds a column for each word of a text column, such as `bow_word`: how often the word occurs in the text.
    ///
    /// A word is two or more letters, digits or underscores. A missing text has no words. The text columns stay.
    BagOfWordsConverter, "Bag of Words", "Counts the words of texts.", "bag_of_words.ngram_range_is_ordered";
    /// Adds a column for each word of a text column, such as `tfidf_word`: how much the word stands out in the text.
    ///
    /// A word weighs more the more often it occurs in the text and the fewer texts have it; the weights of a text have length 1.
    /// A word is two or more letters, digits or underscores. A missing text has no words. The text columns stay.
    TFIDFConverter, "TF-IDF", "Weighs the words of texts by how rare they are.", "tfidf_converter.ngram_range_is_ordered";
}
