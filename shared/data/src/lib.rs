//! Tables: reading files into them, and everything that is asked of their rows.
//!
//! A file becomes a table in one streaming pass ([`ingest`]): text is cut at line ends, parsed in parallel into typed
//! columns, and written as Parquet parts of a few row groups each; what can be counted on the way is. What needs all
//! values of a column at once (quantiles, distinct values, categories) is computed afterwards, one column at a time.
//! Every other format is turned into delimited text first, so that there is one path for types and statistics.
//!
//! Nothing here knows where bytes are kept: parts go to a [`skydash_domain::parts::PartSink`] and come from a
//! [`skydash_domain::parts::PartSource`]. All of it is synchronous and keeps a processor busy; asynchronous callers run
//! it on a thread that may block.

mod cell;
mod changing;
mod columns;
mod csv;
mod dates;
mod edit;
mod files;
mod filled;
mod infer;
mod ingest;
mod kind;
pub mod limits;
mod loader;
mod look;
mod names;
mod parts;
mod preview;
mod query;
mod sample;
mod statistics;
mod stats;
mod store;
mod stored;
mod table;
mod typed_rows;
mod types;
mod validate;

#[cfg(test)]
mod tests;

pub use changing::{Maker, changed};
pub use columns::columns;
pub use edit::{with_encoder, with_renamed_column};
pub use ingest::{Options, ingest};
pub use loader::Loader;
pub use preview::{Look, Preview, preview};
pub use query::{Filter, Formulas, Sort, export_csv, rows};
pub use statistics::statistics;
pub use store::{Memory, Source};
pub use stored::StoredColumns;
pub use table::write_table;
pub use typed_rows::parse_rows;
pub use types::declared_types;
pub use validate::{TypeChange, Validation, validate_type_changes};
