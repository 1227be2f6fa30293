//! Many columns as a few directions.
//!
//! Directions come from the products of the columns (or of the rows, where they are fewer) and are exact up to rounding,
//! whatever solver is asked for. Each is turned so that its largest weight is positive, as scikit-learn turns them.

mod directions;
pub(crate) mod fast_ica;
pub(crate) mod incremental_pca;
pub(crate) mod pca;
mod projection;
mod separation;
#[cfg(test)]
mod tests;
pub(crate) mod truncated_svd;
