//! Numerics that several engines share, on plain slices: the same result on any number of threads.

pub mod blocks;
pub mod eigen;
pub mod matrix;
pub mod neighbors;
pub mod products;
pub mod random;
pub mod special;
pub mod vector;
