//! Learning: encoders, splitters, metrics and models, on plain columns of numbers.

pub mod dummy;
pub mod encode;
pub mod estimator;
pub mod evaluate;
#[cfg(test)]
mod fixtures;
pub mod inputs;
pub mod linear;
pub mod metrics;
pub mod model;
pub mod naive_bayes;
pub mod neighbors;
#[cfg(test)]
mod samples;
pub mod split;
pub mod svm;
pub mod target;
pub mod tree;

pub use skydash_numeric::matrix;
use skydash_numeric::{blocks, vector};
