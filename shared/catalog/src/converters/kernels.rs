//! Converters whose columns let linear models draw curves.

mod additive_chi2_sampler;
mod nystroem;
mod polynomial_features;
mod rbf_sampler;
mod skewed_chi2_sampler;

pub use additive_chi2_sampler::AdditiveChi2Sampler;
pub use nystroem::Nystroem;
pub use polynomial_features::{Order, PolynomialFeatures};
pub use rbf_sampler::{RBFSampler, RbfGamma, RbfGammaRule};
pub use skewed_chi2_sampler::SkewedChi2Sampler;

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<AdditiveChi2Sampler>(),
        Entry::of::<Nystroem>(),
        Entry::of::<PolynomialFeatures>(),
        Entry::of::<RBFSampler>(),
        Entry::of::<SkewedChi2Sampler>(),
    ]
}
