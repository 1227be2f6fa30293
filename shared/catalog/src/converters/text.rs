//! Converters of texts to numbers.

mod counting;
mod tokenizing;

pub use counting::{BagOfWordsConverter, StopWords, TFIDFConverter, Words};
pub use tokenizing::{Device, LanguageModel, TokenizerConverter};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<BagOfWordsConverter>(), Entry::of::<TFIDFConverter>(), Entry::of::<TokenizerConverter>()]
}
