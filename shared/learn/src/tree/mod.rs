//! One histogram tree engine: decision trees, random forests and gradient boosting.
//!
//! Columns are binned once ([`bins`]); a tree grows over bin codes ([`grow`]) with one of two ways to
//! look for splits: [`impurity`] (trees and forests) or gradients ([`boost`]). What is kept are flat
//! nodes with thresholds in the columns' own units ([`node`]), so that prediction needs no bins.
//!
//! Nothing here depends on the number of threads: sums are either made of integers, or made by one
//! thread in row order.

mod bins;
mod boost;
mod check;
mod counts;
mod draw;
mod forest;
mod grow;
mod impurity;
mod median;
mod moments;
mod node;
mod options;
mod params;
mod prune;
pub(crate) mod pulse;
mod tally;
#[cfg(test)]
mod tests;
mod train;

pub use boost::{BoostClassifier, BoostRegressor, fit_boost_classifier, fit_boost_regressor};
pub use forest::{ForestClassifier, ForestRegressor};
pub use options::{BoostOptions, ForestOptions, TreeOptions};
pub use params::{
    fit_decision_tree_classifier, fit_decision_tree_regression, fit_hist_gradient_boosting_classifier,
    fit_hist_gradient_boosting_regression, fit_random_forest_classifier, fit_random_forest_regression,
};
pub use train::{fit_forest_classifier, fit_forest_regressor};
