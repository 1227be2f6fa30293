//! Budgets on what converters make and keep.

use skydash_domain::{Error, Result};

/// Columns of a table.
pub const MAX_COLUMNS: usize = 10_000;

/// Bytes of numbers that a converter holds at once while it learns.
pub const MAX_BYTES: usize = 2 << 30;

/// Checks that so many rows and columns of numbers can be held at once.
///
/// # Errors
/// [`Error::TooLarge`] that says what to do about it.
pub(crate) fn numbers(rows: usize, columns: usize, converter: &str) -> Result<()> {
    if rows.saturating_mul(columns).saturating_mul(size_of::<f64>()) > MAX_BYTES {
        return Err(Error::too_large(format!(
            "{converter} would need {rows} rows of {columns} columns in memory at once, which is too much. Choose fewer \
             columns, or limit the rows it learns from."
        )));
    }
    Ok(())
}
