//! Rows of a sheet, in the part of it that is wanted.

use super::cells;
use super::in_stream;
use super::text::{Rows, write_row};
use crate::limits::{MAX_COLUMNS, MAX_SHEET_CELLS};
use crate::names::shortened;
use calamine::{Data, Range, XlsxCellReader};
use skydash_domain::{Error, Result};
use std::io::{Read, Seek};

/// Which rows and columns of a sheet are wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Rows to skip at the top.
    pub skip: u64,
    /// Columns; all when none are named.
    pub columns: Option<Vec<usize>>,
}

impl Wanted {
    /// Reads letters and ranges of letters: `A,C:E`.
    pub(super) fn columns(text: Option<&str>) -> Result<Option<Vec<usize>>> {
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

    /// Writes a row unless it is blank.
    fn write(&self, values: &[String], out: &mut Vec<u8>) {
        let kept: Vec<&str> = match &self.columns {
            None => values.iter().map(String::as_str).collect(),
            Some(columns) => columns.iter().map(|&at| values.get(at).map_or("", String::as_str)).collect(),
        };
        let used = kept.iter().rposition(|value| !value.is_empty()).map_or(0, |last| last + 1);
        if used > 0 {
            write_row(kept[..used].iter().copied(), out);
        }
    }
}

/// The position of a column with these letters: A is 0.
fn letters(text: &str) -> Option<usize> {
    let text = text.trim();
    if text.is_empty() || text.len() > 3 {
        return None;
    }
    let digits =
        text.bytes().map(|byte| byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_uppercase() - b'A') + 1));
    digits.into_iter().try_fold(0, |sum, digit| Some(sum * 26 + digit?)).map(|position| position - 1)
}

/// Rows of an xlsx sheet while its cells are read.
pub(super) struct Streamed<'a, S: Read + Seek> {
    cells: XlsxCellReader<'a, S>,
    wanted: Wanted,
    row: u32,
    values: Vec<String>,
    count: u64,
    finished: bool,
}

impl<'a, S: Read + Seek> Streamed<'a, S> {
    pub(super) fn new(cells: XlsxCellReader<'a, S>, wanted: Wanted) -> Self {
        Self { cells, wanted, row: 0, values: Vec::new(), count: 0, finished: false }
    }
}

impl<S: Read + Seek> Rows for Streamed<'_, S> {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        if self.finished {
            return Ok(false);
        }
        loop {
            let cell = self.cells.next_cell().map_err(|error| in_stream(broken(&error)))?;
            let Some(cell) = cell else {
                self.finished = true;
                self.flush(out);
                return Ok(true);
            };
            let (row, column) = cell.get_position();
            let text = cells::text_ref(cell.get_value());
            let next_row = row != self.row;
            if row < self.row {
                return Err(in_stream(Error::invalid("The sheet's rows are out of order. Save the file again.")));
            }
            if next_row {
                self.flush(out);
                self.row = row;
            }
            self.put(column as usize, text).map_err(in_stream)?;
            if next_row {
                return Ok(true);
            }
        }
    }
}

impl<S: Read + Seek> Streamed<'_, S> {
    fn flush(&mut self, out: &mut Vec<u8>) {
        if u64::from(self.row) >= self.wanted.skip {
            self.wanted.write(&self.values, out);
        }
        self.values.clear();
    }

    fn put(&mut self, column: usize, text: String) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.count += 1;
        if column >= MAX_COLUMNS {
            return Err(crate::names::too_many(column + 1));
        }
        if self.count > MAX_SHEET_CELLS {
            return Err(too_many_cells());
        }
        if self.values.len() <= column {
            self.values.resize(column + 1, String::new());
        }
        self.values[column] = text;
        Ok(())
    }
}

/// Rows of a sheet that is in memory.
pub(super) struct Loaded {
    range: Range<Data>,
    wanted: Wanted,
    at: usize,
}

impl Loaded {
    pub(super) fn new(range: Range<Data>, wanted: Wanted) -> Self {
        Self { range, wanted, at: 0 }
    }
}

impl Rows for Loaded {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        let (first_row, first_column) = self.range.start().unwrap_or_default();
        if self.at >= self.range.height() {
            return Ok(false);
        }
        let row = u64::from(first_row) + self.at as u64;
        if row >= self.wanted.skip
            && let Some(cells) = self.range.rows().nth(self.at)
        {
            let before = std::iter::repeat_n(String::new(), first_column as usize);
            let values: Vec<String> = before.chain(cells.iter().map(cells::text)).collect();
            self.wanted.write(&values, out);
        }
        self.at += 1;
        Ok(true)
    }
}

/// The error of a workbook that the library cannot read.
pub(super) fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::invalid(format!(
        "The workbook cannot be read ({}). Save it again, or upload the sheet as CSV.",
        shortened(&error.to_string())
    ))
}

/// The error of a sheet with too many cells.
pub(super) fn too_many_cells() -> Error {
    Error::too_large(format!("The sheet spans more than {MAX_SHEET_CELLS} cells. Upload it as CSV."))
}
