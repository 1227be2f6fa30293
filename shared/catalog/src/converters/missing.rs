//! Converters of missing values.

mod knn_imputer;
mod missing_indicator;
mod simple_imputer;

pub use knn_imputer::{GapMetric, KNNImputer};
pub use missing_indicator::MissingIndicator;
pub use simple_imputer::{FillValue, ImputerStrategy, SimpleImputer};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<SimpleImputer>(), Entry::of::<KNNImputer>(), Entry::of::<MissingIndicator>()]
}
