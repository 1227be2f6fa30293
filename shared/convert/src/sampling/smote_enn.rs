//! Adding rows between neighbours, then removing rows among other classes.

pub(crate) use super::smote::Smote;
use super::smote::Wanted;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::sampling as parameters;
use skydash_domain::Result;

/// Keeps what is asked for.
pub(crate) fn fit(checked: &Checked<parameters::SMOTEENNConverter>, sample: &Sample<'_>) -> Result<Smote> {
    Smote::new(
        Wanted {
            share: checked.sampling_strategy.share(),
            seed: checked.random_state,
            neighbors: checked.k_neighbors,
            cleaned: true,
        },
        sample,
    )
}
