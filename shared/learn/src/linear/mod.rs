//! Linear models: least squares with its penalties, and logistic regression.
//!
//! Columns are read where they lie, in blocks of rows; sums over rows are made of partial sums over a fixed
//! partition of the rows, so that the number of threads changes nothing. The README says why these are not linfa's.

mod cholesky;
mod dense;
mod descent;
mod lasso;
mod least_squares;
mod logistic;
mod model;
mod nonnegative;
mod orthogonal;
mod ridge;
#[cfg(test)]
mod tests;
mod view;

pub use lasso::{fit_elastic_net_regression, fit_lasso_regression};
pub use least_squares::fit_linear_regression;
pub use logistic::{LogisticModel, fit_logistic_regression};
pub use model::LinearModel;
pub use ridge::fit_ridge_regression;
