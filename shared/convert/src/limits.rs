//! Budgets on what converters make and keep.

use crate::reading::shortened;
use skydash_domain::{Error, Result};

/// Columns of a table.
pub const MAX_COLUMNS: usize = 10_000;

/// Characters of a made column's name. Longer ones are cut.
pub const MAX_NAME_CHARS: usize = 500;

/// Values of columns that a converter makes.
pub const MAX_CELLS: usize = 1_000_000_000;

/// Bytes of values that a converter holds at once while it learns, or while it makes a table of other rows.
pub const MAX_BYTES: usize = 192 << 20;

/// Bytes of texts that a converter makes of a run of rows.
pub const MAX_MADE_TEXT_BYTES: usize = 96 << 20;

/// Bytes of a category that a converter makes: every row that has it is written with its text.
pub const MAX_MADE_CATEGORY_BYTES: usize = 512;

/// Bytes of texts that a converter keeps of what it has learnt: categories and words.
pub const MAX_KEPT_BYTES: usize = 32 << 20;

/// What a text takes beside its bytes.
pub(crate) const TEXT_BYTES: usize = 48;

/// Bytes of one text.
pub const MAX_TEXT_BYTES: usize = 8 << 20;

/// Categories of a column.
pub const MAX_CATEGORIES: usize = 1_000;

/// Checks that texts of these sizes can be made at once.
///
/// # Errors
/// [`Error::TooLarge`] that names the column.
pub(crate) fn texts(sizes: impl Iterator<Item = usize>, column: &str, converter: &str) -> Result<()> {
    let mut total: usize = 0;
    for size in sizes {
        total = total.saturating_add(size);
        if size > MAX_TEXT_BYTES || total > MAX_MADE_TEXT_BYTES {
            return Err(Error::too_large(format!(
                "{converter} would make texts of column '{}' that are too long. Choose a shorter text to insert.",
                shortened(column)
            )));
        }
    }
    Ok(())
}

/// Checks that so many values can be made.
///
/// # Errors
/// [`Error::TooLarge`] that says what to do about it.
pub(crate) fn cells(rows: usize, columns: usize, converter: &str) -> Result<()> {
    if rows.saturating_mul(columns) > MAX_CELLS {
        return Err(Error::too_large(format!(
            "{converter} would make {columns} columns of {rows} rows, which is more than {MAX_CELLS} values. Choose fewer \
             columns, or parameters that make fewer."
        )));
    }
    Ok(())
}

/// Checks that so many rows and columns of numbers can be held at once.
///
/// # Errors
/// [`Error::TooLarge`] that says what to do about it.
pub(crate) fn numbers(rows: usize, columns: usize, converter: &str) -> Result<()> {
    if rows.saturating_mul(columns).saturating_mul(size_of::<f64>()) > MAX_BYTES {
        return Err(Error::too_large(format!(
            "{converter} would need {rows} rows of {columns} columns in memory at once, which is more than {} MB. Choose fewer \
             columns, or limit the rows it learns from.",
            MAX_BYTES >> 20
        )));
    }
    Ok(())
}
