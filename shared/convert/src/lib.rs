//! Converters: what each learns of a table, and how it then changes tables.
//!
//! [`fit`] learns; what it gives, a [`Fitted`], changes that table and any other with the same columns, and can be stored.
//! Nothing here knows where a table is kept: columns come from [`Columns`], and a change is described, not carried out
//! ([`Layout`], [`Change`]), so that untouched columns are never read. A [`Chain`] of them is what new rows pass through.
//!
//! A converter is one file in the folder of its family: a struct of what it learns that implements `Step`, a function
//! `fit` from checked parameters and a `Sample`, and one line in `registry`.
//!
//! [`Columns`]: skydash_domain::columns::Columns

mod chain;
mod change;
mod columns;
mod columnwise;
mod encoding;
mod fit;
mod fitted;
mod gathering;
mod kernels;
mod layout;
pub mod limits;
mod missing;
mod named;
mod reading;
mod reduction;
mod registry;
mod replacing;
mod sample;
mod sampling;
mod scaling;
mod seed;
mod selection;
mod step;
mod stored;
mod text;
mod time;
mod types;

pub use chain::Chain;
pub use change::{Change, Layout, Made, Rebuilt, RebuiltColumn, Slot};
pub use fit::{Request, fit};
pub use fitted::Fitted;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
