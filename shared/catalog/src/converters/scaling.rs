//! Converters that bring numbers to the same size.

mod binarizer;
mod max_abs_scaler;
mod min_max_scaler;
mod normalizer;
mod standard_scaler;

pub use binarizer::Binarizer;
pub use max_abs_scaler::MaxAbsScaler;
pub use min_max_scaler::MinMaxScaler;
pub use normalizer::{Norm, Normalizer};
pub use standard_scaler::StandardScaler;

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<Binarizer>(),
        Entry::of::<MaxAbsScaler>(),
        Entry::of::<MinMaxScaler>(),
        Entry::of::<Normalizer>(),
        Entry::of::<StandardScaler>(),
    ]
}
