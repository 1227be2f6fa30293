//! Converters of texts to numbers.

mod bag_of_words;
mod options;
mod tfidf;

pub use bag_of_words::BagOfWordsConverter;
pub use options::StopWords;
pub use tfidf::TFIDFConverter;

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<BagOfWordsConverter>(), Entry::of::<TFIDFConverter>()]
}
