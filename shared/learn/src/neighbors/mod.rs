//! Nearest neighbours: a classifier and a regression on one search tree.

mod classifier;
mod regression;
mod search;
#[cfg(test)]
mod tests;

pub use classifier::{NeighborClassifier, fit_k_neighbors_classifier};
pub use regression::{NeighborRegressor, fit_k_neighbors_regression};
