//! sim
pub mod mutant;
