//! Counting words.

pub(crate) use super::vocabulary::Vocabulary;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::text as parameters;
use skydash_domain::Result;

/// Learns which words become columns.
pub(crate) fn fit(checked: &Checked<parameters::BagOfWordsConverter>, sample: &Sample<'_>) -> Result<Vocabulary> {
    Vocabulary::learn(checked.words(), checked.max_features, "bow", false, sample)
}
