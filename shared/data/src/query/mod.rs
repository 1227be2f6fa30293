//! Questions to a table's rows: pages, filters, orders, exports.

mod export;
mod filter;
mod filter_wire;
mod gathered;
mod order;
mod page;
mod sort;

pub use export::{Formulas, export_csv};
pub use filter::Filter;
pub use page::rows;
pub use sort::Sort;

use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};

/// The position of a column.
fn position(summary: &Summary, name: &str) -> Result<usize> {
    summary
        .columns
        .iter()
        .position(|column| column.name == name)
        .ok_or_else(|| Error::invalid(format!("Column '{}' not found in dataset", crate::names::shortened(name))))
}
