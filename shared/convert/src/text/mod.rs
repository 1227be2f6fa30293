//! Texts as numbers: how often words occur, and how much they stand out.

pub(crate) mod bag_of_words;
mod stop_words;
#[cfg(test)]
mod tests;
pub(crate) mod tfidf;
pub(crate) mod tokenizer;
mod vocabularies;
mod vocabulary;
mod words;
