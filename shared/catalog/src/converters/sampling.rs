//! Converters that give classes the same number of rows.

mod options;
mod random_under_sampler;
mod smote;

pub use options::{Balance, BalanceRule};
pub use random_under_sampler::RandomUnderSamplerConverter;
pub use smote::{SMOTEConverter, SMOTEENNConverter};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<SMOTEConverter>(), Entry::of::<SMOTEENNConverter>(), Entry::of::<RandomUnderSamplerConverter>()]
}
