//! What can be wrong with text.

use crate::limits::MAX_CELL_BYTES;
use skydash_domain::Error;

/// What is wrong with a run of text. Rows and lines count from 0 within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Bytes that are not UTF-8.
    Encoding { line: usize },
    /// A row with more values than there are columns.
    TooManyValues { line: usize, values: usize },
    /// A value longer than is allowed.
    LongValue { line: usize },
    /// A value that the declared type does not hold.
    Misfit { row: usize, column: usize, value: String },
}

impl Problem {
    /// The sentence for it, in a file of this many columns, with this many lines and rows before the run.
    pub(crate) fn error(self, columns: &[String], types: &[String], lines: usize, rows: u64) -> Error {
        match self {
            Self::Encoding { line } => Error::invalid(format!(
                "Line {} is not UTF-8 text. Choose the file's encoding in the loader (latin1 or cp1252), or save it as UTF-8.",
                lines + line + 1
            )),
            Self::TooManyValues { line, values } => Error::invalid(format!(
                "Line {} has {values} values, but there are {} columns. Quote values that hold the separator, or choose another separator.",
                lines + line + 1,
                columns.len()
            )),
            Self::LongValue { line } => Error::too_large(format!(
                "Line {} has a value of more than {} MB. Shorten it, or check for a quote (\") that is not closed.",
                lines + line + 1,
                MAX_CELL_BYTES >> 20
            )),
            Self::Misfit { row, column, value } => Error::invalid(format!(
                "Column '{}', row {}: '{value}' does not fit the declared type {}. Correct the value or choose another type.",
                columns.get(column).map_or("", String::as_str),
                rows + row as u64 + 1,
                types.get(column).map_or("", String::as_str)
            )),
        }
    }
}
