//! Nearest neighbours: a classifier and a regression on one search tree.

mod classifier;
mod metric;
mod regression;
mod search;
mod table;
#[cfg(test)]
mod tests;

pub use classifier::{NeighborClassifier, fit_k_neighbors_classifier};
pub use regression::{NeighborRegressor, fit_k_neighbors_regression};
