//! Converters: what each learns of a table, and how it then changes tables.
//!
//! [`fit`] learns; what it gives, a [`Fitted`], changes that table and any other with the same columns, and can be stored.
//! Nothing here knows where a table is kept: columns come from [`Columns`], and a change is described, not carried out
//! ([`Layout`], [`Change`]), so that untouched columns are never read.

mod change;
mod fit;
mod fitted;

pub use change::{Change, Layout, Made, Rebuilt, RebuiltColumn, Slot};
pub use fit::{Request, fit};
pub use fitted::Fitted;
