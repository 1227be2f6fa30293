//! Missing values: marking and filling them.

mod donors;
mod filling;
pub(crate) mod indicator;
pub(crate) mod knn_imputer;
pub(crate) mod missing_indicator;
pub(crate) mod simple_imputer;
mod statistic;

pub(crate) use statistic::median;

#[cfg(test)]
mod tests;
