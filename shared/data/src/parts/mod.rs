//! Tables as Parquet parts.

mod footer;
mod keeping;
mod reader;
mod series;
mod values;
mod writer;

pub(crate) use keeping::{Queue, keeping};
pub(crate) use reader::{Groups, Reader};
pub(crate) use series::from_builder;
pub(crate) use values::from_values;
pub(crate) use writer::Writer;

use skydash_domain::Error;

/// A defect in what this crate wrote or in how it reads it.
pub(crate) fn defect(error: polars::prelude::PolarsError) -> Error {
    broken(error)
}

/// The same, as the library below polars tells it.
fn broken(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("parquet: {error}"))
}
