//! Converters of dates and of series in time.

mod date_features;
mod time_resampler;
mod time_series_window;

pub use date_features::DateFeaturesConverter;
pub use time_resampler::{Aggregation, Fill, Frequency, TimeResamplerConverter};
pub use time_series_window::TimeSeriesWindowConverter;

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<DateFeaturesConverter>(),
        Entry::of::<TimeResamplerConverter>(),
        Entry::of::<TimeSeriesWindowConverter>(),
    ]
}
