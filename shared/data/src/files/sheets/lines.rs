//! Rows of a sheet as text, in the part of it that is wanted and within budgets.

use crate::files::text::write_row;
use crate::filled::Filled;
use crate::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROW_BYTES, MAX_SHEET_CELLS, MAX_SHEET_TEXT_BYTES};
use crate::names::{shortened, too_many};
use skydash_catalog::loaders::Excel;
use skydash_domain::{Error, Result};
use std::ops::Range;

/// Which rows and columns of a sheet are wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Rows to skip at the top.
    skip: u64,
    /// Columns; all when none are named.
    columns: Option<Vec<usize>>,
}

impl Wanted {
    /// What the loader's parameters want.
    pub(super) fn new(excel: &Excel) -> Result<Self> {
        Ok(Self { skip: excel.skiprows.unwrap_or(0), columns: columns(excel.usecols.as_deref())? })
    }
}

/// Reads letters and ranges of letters: `A,C:E`.
fn columns(text: Option<&str>) -> Result<Option<Vec<usize>>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let mut columns = Vec::new();
    for item in text.split(',') {
        let (first, last) = item.split_once(':').unwrap_or((item, item));
        match (letters(first), letters(last)) {
            (Some(first), Some(last)) if first <= last && last < MAX_COLUMNS => columns.extend(first..=last),
            _ => {
                return Err(Error::invalid(format!(
                    "Parameter 'usecols' has '{}'; name columns by their letters, such as A,C:E.",
                    shortened(item)
                )));
            }
        }
    }
    columns.sort_unstable();
    columns.dedup();
    Ok(Some(columns))
}

/// The position of a column with these letters: A is 0.
pub(super) fn letters(text: &str) -> Option<usize> {
    let text = text.trim();
    if text.is_empty() || text.len() > 3 {
        return None;
    }
    let digits =
        text.bytes().map(|byte| byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_uppercase() - b'A') + 1));
    digits.into_iter().try_fold(0, |sum, digit| Some(sum * 26 + digit?)).map(|position| position - 1)
}

/// The row that is being read, and what the sheet has had so far.
#[derive(Debug)]
pub(super) struct Line {
    wanted: Wanted,
    text: String,
    /// Where in the text the cells are, by column.
    cells: Vec<Range<usize>>,
    used: u64,
    filled: Filled,
    sheet_cells: u64,
    sheet_bytes: u64,
}

impl Line {
    pub(super) fn new(wanted: Wanted) -> Self {
        let filled =
            Filled::new("Leave out columns without values, or upload the sheet as CSV with all values written.");
        Self { wanted, text: String::new(), cells: Vec::new(), used: 0, filled, sheet_cells: 0, sheet_bytes: 0 }
    }

    /// Sets the text of a cell.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for too many columns, and for a cell or row of too much text.
    pub(super) fn put(&mut self, column: usize, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(too_many(column + 1));
        }
        if text.len() > MAX_CELL_BYTES {
            return Err(long_cell());
        }
        let start = self.text.len();
        if start + text.len() > MAX_ROW_BYTES {
            return Err(Error::too_large(format!(
                "A row holds more than {} MB. Shorten its cells.",
                MAX_ROW_BYTES >> 20
            )));
        }
        self.text.push_str(text);
        if self.cells.len() <= column {
            self.cells.resize(column + 1, 0..0);
        }
        self.cells[column] = start..self.text.len();
        self.used += 1;
        Ok(())
    }

    /// Counts the row as one that is going to be written this many times.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for too many cells, blank ones among them, and too much text, of all rows together.
    pub(super) fn count(&mut self, times: u64) -> Result<()> {
        self.sheet_cells = self.sheet_cells.saturating_add(self.used.saturating_mul(times));
        self.sheet_bytes = self.sheet_bytes.saturating_add((self.text.len() as u64).saturating_mul(times));
        let blank = (self.cells.len() as u64).saturating_sub(self.used);
        self.filled.add(self.used.saturating_mul(times), blank.saturating_mul(times))?;
        if self.sheet_cells > MAX_SHEET_CELLS {
            return Err(Error::too_large(format!(
                "The sheet has more than {MAX_SHEET_CELLS} cells. Upload it as CSV."
            )));
        }
        if self.sheet_bytes > MAX_SHEET_TEXT_BYTES {
            return Err(Error::too_large(format!(
                "The cells of the sheet hold more than {} MB. Upload it as CSV.",
                MAX_SHEET_TEXT_BYTES >> 20
            )));
        }
        Ok(())
    }

    /// Writes the row as the one of this number, counted from 0. A blank row is left out.
    pub(super) fn write(&self, row: u64, out: &mut Vec<u8>) {
        if row < self.wanted.skip {
            return;
        }
        let value = |at: usize| self.cells.get(at).map_or("", |place| &self.text[place.clone()]);
        let kept: Vec<&str> = match &self.wanted.columns {
            None => (0..self.cells.len()).map(value).collect(),
            Some(columns) => columns.iter().map(|&at| value(at)).collect(),
        };
        let used = kept.iter().rposition(|value| !value.is_empty()).map_or(0, |last| last + 1);
        if used > 0 {
            write_row(kept[..used].iter().copied(), out);
        }
    }

    /// Starts the next row.
    pub(super) fn start(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.used = 0;
    }

    /// Whether the row has nothing in it.
    pub(super) fn is_blank(&self) -> bool {
        self.used == 0
    }
}

/// The error of a cell with too much text.
pub(super) fn long_cell() -> Error {
    Error::too_large(format!("A cell holds more than {} MB. Shorten it.", MAX_CELL_BYTES >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_cells_before_the_last_one_count() {
        let mut line = Line::new(Wanted { skip: 0, columns: None });
        line.put(MAX_COLUMNS - 1, "x").unwrap();
        line.count(2_000).unwrap();
        let error = line.count(1).unwrap_err().to_string();
        assert!(error.contains("leaves out nearly all") && error.contains("upload the sheet as CSV"), "{error}");
    }
}
