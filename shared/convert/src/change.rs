//! How a table is to be changed.

pub use skydash_domain::change::{Change, Layout, Made, Rebuilt, RebuiltColumn, Slot};
