//! The start of a text file: skipped lines and column names.

use super::blocks::{Blocks, Step};
use super::dialect::Dialect;
use super::fields::{End, field};
use crate::limits::MAX_COLUMNS;
use crate::names;
use skydash_domain::{Error, Result};
use std::io::Read;

/// A text file read up to its first row.
pub(crate) struct Table<'a> {
    /// The rest of the text.
    pub blocks: Blocks<'a>,
    /// Column names.
    pub names: Vec<String>,
    /// Lines before the first row.
    pub lines: usize,
}

impl<'a> Table<'a> {
    /// Reads up to the first row.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an empty file and for wrong column names.
    pub(crate) fn open(reader: &'a mut dyn Read, dialect: &Dialect) -> Result<Self> {
        let mut blocks = Blocks::new(reader, dialect.encoding, dialect.separator);
        blocks.skip_lines(dialect.skip_lines)?;
        let first = blocks.next(64 << 10, Step::WHOLE)?.ok_or_else(empty)?;
        let text = first.text;
        let mut lines = usize::try_from(dialect.skip_lines).unwrap_or(usize::MAX);
        let mut at = 0;
        let mut row = Vec::new();
        let wanted = dialect.header.unwrap_or(0);
        for index in 0..=wanted {
            let start = at;
            if index > 0 && at >= text.len() {
                return Err(Error::invalid(format!(
                    "Parameter 'header' is {wanted}, but there are only {index} rows at the start of the file. Give the row, counted from 0, that has the column names."
                )));
            }
            (row, at) = next_row(&text, at, dialect.separator)?;
            if dialect.header.is_some() {
                lines += memchr::memchr_iter(b'\n', &text[start..at]).count();
            }
        }
        if row.iter().all(|value| value.trim().is_empty()) && at >= text.len() {
            return Err(empty());
        }
        blocks.unread(if dialect.header.is_some() { &text[at..] } else { &text });
        let names = chosen(row, dialect)?;
        names::check(&names)?;
        Ok(Self { blocks, names, lines })
    }
}

fn empty() -> Error {
    Error::invalid("The file is empty. Upload a file with a row of column names and at least one row of values.")
}

/// The values of the next row that is not blank, and where the one after it starts.
fn next_row(text: &[u8], start: usize, separator: u8) -> Result<(Vec<String>, usize)> {
    let mut at = start;
    loop {
        let mut values = Vec::new();
        loop {
            let (value, end, next) = field(text, at, separator);
            at = next;
            let value = std::str::from_utf8(&value).map_err(|_| {
                Error::invalid(
                    "The column names are not UTF-8. Choose the file's encoding, such as latin1, in the loader.",
                )
            })?;
            values.push(value.trim().to_owned());
            if values.len() > MAX_COLUMNS {
                return Err(names::too_many(count_values(text, start, separator)));
            }
            if end == End::Row {
                break;
            }
        }
        let blank = values.len() == 1 && values[0].is_empty();
        if !blank || at >= text.len() {
            return Ok((values, at));
        }
    }
}

fn count_values(text: &[u8], start: usize, separator: u8) -> usize {
    let (mut at, mut count) = (start, 0);
    loop {
        let (_, end, next) = field(text, at, separator);
        count += 1;
        at = next;
        if end == End::Row {
            return count;
        }
    }
}

/// The names to use: the client's, else those in the file, else numbered ones.
fn chosen(row: Vec<String>, dialect: &Dialect) -> Result<Vec<String>> {
    if !dialect.names.is_empty() {
        if dialect.names.len() != row.len() {
            return Err(Error::invalid(format!(
                "Parameter 'names' has {} names, but the file has {} columns. Name every column once.",
                dialect.names.len(),
                row.len()
            )));
        }
        return Ok(dialect.names.clone());
    }
    if dialect.header.is_none() {
        return Ok((0..row.len()).map(|index| format!("column_{}", index + 1)).collect());
    }
    Ok(row)
}
