//! Giving classes the same number of rows.
//!
//! Random draws are those of imbalanced-learn for the same seed. Rows that stay keep the order of the table.

mod classes;
mod neighbors;
pub(crate) mod random_under_sampler;
mod rows;
pub(crate) mod smote;
pub(crate) mod smote_enn;
#[cfg(test)]
mod tests;
