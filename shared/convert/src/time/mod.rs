//! Dates, and series in time.

pub(crate) mod date_features;
mod dates;
mod gaps;
mod grid;
mod period;
pub(crate) mod time_resampler;
pub(crate) mod time_series_window;

#[cfg(test)]
mod tests;
