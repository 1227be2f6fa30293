//! Delimited text: from bytes to typed columns.

mod blocks;
mod builder;
mod chunk;
mod dialect;
mod fields;
mod header;
mod missing;
mod number;
mod problem;

#[cfg(test)]
pub(crate) use blocks::Blocks;
pub(crate) use blocks::{Block, Step};
pub(crate) use builder::{Builder, Vector};
pub(crate) use chunk::{Chunk, Plan, parse};
pub(crate) use dialect::Dialect;
pub(crate) use header::Table;
pub(crate) use number::{float, integer};
pub(crate) use problem::Problem;
