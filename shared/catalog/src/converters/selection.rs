//! Converters that remove the columns which say least.

mod generic_univariate_select;
mod select_error_rate;
mod select_k_best;
mod select_percentile;
mod variance_threshold;

pub use generic_univariate_select::{AllWord, GenericUnivariateSelect, SelectionMode, SelectionParam};
pub use select_error_rate::{SelectFdr, SelectFpr, SelectFwe};
pub use select_k_best::{Count, SelectKBest};
pub use select_percentile::SelectPercentile;
pub use variance_threshold::VarianceThreshold;

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<GenericUnivariateSelect>(),
        Entry::of::<SelectFdr>(),
        Entry::of::<SelectFpr>(),
        Entry::of::<SelectFwe>(),
        Entry::of::<SelectKBest>(),
        Entry::of::<SelectPercentile>(),
        Entry::of::<VarianceThreshold>(),
    ]
}
