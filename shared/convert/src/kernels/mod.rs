//! Columns that let linear models draw curves.
//!
//! Random ones draw what scikit-learn draws for the same seed.

pub(crate) mod additive_chi2_sampler;
mod kernel;
pub(crate) mod nystroem;
pub(crate) mod polynomial_features;
pub(crate) mod rbf_sampler;
pub(crate) mod skewed_chi2_sampler;
#[cfg(test)]
mod tests;
mod waves;
