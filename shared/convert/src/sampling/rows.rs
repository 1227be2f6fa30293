//! The rows of a table that are resampled.

use skydash_domain::columns::Columns;
use skydash_domain::{Error, Result};

/// Their numbers: those chosen, or all.
pub(super) fn base(rows: &[usize], table: &dyn Columns, converter: &str) -> Result<Vec<usize>> {
    match rows.iter().find(|row| **row >= table.rows()) {
        Some(row) => Err(Error::invalid(format!(
            "{converter} cannot use row {}: the table has {} rows. Choose rows that it has.",
            row + 1,
            table.rows()
        ))),
        None if rows.is_empty() => Ok((0..table.rows()).collect()),
        None => Ok(rows.to_vec()),
    }
}
