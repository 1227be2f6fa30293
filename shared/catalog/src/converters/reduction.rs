//! Converters from many columns to a few.

mod fast_ica;
mod incremental_pca;
mod pca;
mod truncated_svd;

pub use fast_ica::{Contrast, FastICA, IcaAlgorithm, Whiten, WhitenSolver, WhitenWord};
pub use incremental_pca::IncrementalPCA;
pub use pca::{Components, ComponentsRule, Normalizer, PCA, Power, PowerRule, SvdSolver};
pub use truncated_svd::{SvdAlgorithm, SvdNormalizer, TruncatedSVD};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<PCA>(), Entry::of::<IncrementalPCA>(), Entry::of::<FastICA>(), Entry::of::<TruncatedSVD>()]
}
