//! Weighing words by how often they occur in a text and how few texts have them.

pub(crate) use super::vocabulary::Vocabulary;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::text as parameters;
use skydash_domain::Result;

/// Learns which words become columns, and how much they weigh.
pub(crate) fn fit(checked: &Checked<parameters::TFIDFConverter>, sample: &Sample<'_>) -> Result<Vocabulary> {
    Vocabulary::learn(checked.words(), checked.max_features, "tfidf", true, sample)
}
