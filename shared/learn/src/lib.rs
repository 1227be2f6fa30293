//! Learning: encoders, splitters, metrics and models, on plain columns of numbers.

pub mod encode;
pub mod estimator;
#[cfg(test)]
mod fixtures;
pub mod matrix;
pub mod metrics;
pub mod split;
pub mod target;
pub mod tree;
