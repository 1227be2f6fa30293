//! Learning: encoders, splitters, metrics and models, on plain columns of numbers.

pub mod estimator;
pub mod matrix;
pub mod metrics;
pub mod split;
pub mod target;
pub mod tree;
