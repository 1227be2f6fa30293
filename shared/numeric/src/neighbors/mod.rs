//! The closest rows of a row: a k-d tree where there are few columns, else plain comparison in blocks.

mod index;
mod metric;
mod table;

pub use index::{Index, Neighbor};
pub use metric::Metric;
