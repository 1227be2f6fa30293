//! Converters of texts to numbers.

mod counting;

pub use counting::{BagOfWordsConverter, StopWords, TFIDFConverter, Words};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<BagOfWordsConverter>(), Entry::of::<TFIDFConverter>()]
}
