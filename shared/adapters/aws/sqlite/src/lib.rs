//! SQLite's C interface, as the newer version of this crate has it.

pub use newer::*;
