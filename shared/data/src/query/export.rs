//! Tables as CSV: names and text in double quotes, numbers and truth values bare, nothing for missing values.

use super::filter::Filter;
use super::gathered::Gathered;
use super::order::{passing, selected};
use super::sort::Sort;
use crate::cell::{Cell, View};
use crate::parts::Reader;
use skydash_domain::Result;
use skydash_domain::parts::PartSource;
use skydash_domain::summary::Summary;

/// Rows of a sorted table that are gathered at once, and bytes of their text.
const SORTED_ROWS: usize = 200_000;
const SORTED_BYTES: usize = 64 << 20;
/// Bytes of text handed over at once, about.
const PIECE_BYTES: usize = 256 << 10;

/// What becomes of texts that a spreadsheet would take for formulas, because they begin with `=`, `+`, `-`, `@`, a tabulator or a
/// line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formulas {
    /// They stay as they are.
    Kept,
    /// A `'` before them makes them texts, as OWASP advises against CSV injection.
    Guarded,
}

/// Writes the rows that pass `filter`, in the order of `sort`, as CSV: `out` gets the text in pieces.
///
/// # Errors
/// Those of the store and of `out`, and [`skydash_domain::Error::TooLarge`] for a sort of too large a table.
pub fn export_csv(
    summary: &Summary,
    source: &dyn PartSource,
    filter: &Filter,
    sort: &Sort,
    formulas: Formulas,
    out: &mut dyn FnMut(Vec<u8>) -> Result<()>,
) -> Result<()> {
    let mut pieces = Pieces { text: Vec::new(), formulas, out };
    for (index, column) in summary.columns.iter().enumerate() {
        write(index, Cell::Text(&column.name), formulas, &mut pieces.text);
    }
    pieces.text.push(b'\n');
    let reader = Reader::new(summary, source);
    if sort.is_empty() {
        in_order(summary, &reader, filter, &mut pieces)?
    } else {
        sorted(summary, &reader, filter, sort, &mut pieces)?
    }
    pieces.finish()
}

fn in_order(summary: &Summary, reader: &Reader<'_>, filter: &Filter, pieces: &mut Pieces<'_>) -> Result<()> {
    let columns: Vec<usize> = (0..summary.columns.len()).collect();
    for group in reader.whole(0..summary.rows) {
        let group = group?;
        let views = group.views()?;
        for row in passing(filter, &columns, &views, views.first().map_or(0, View::len)) {
            for (index, view) in views.iter().enumerate() {
                write(index, view.get(row), pieces.formulas, &mut pieces.text);
                pieces.hand_over()?;
            }
            pieces.text.push(b'\n');
        }
    }
    Ok(())
}

/// Rows are gathered in batches, smaller ones where rows turn out to be wide.
fn sorted(summary: &Summary, reader: &Reader<'_>, filter: &Filter, sort: &Sort, pieces: &mut Pieces<'_>) -> Result<()> {
    let (numbers, _) = selected(summary, reader, filter, sort, 0, summary.rows)?;
    let formulas = pieces.formulas;
    let row = |views: &[View<'_>], row: usize, out: &mut Vec<u8>| {
        views.iter().enumerate().for_each(|(index, view)| write(index, view.get(row), formulas, out));
        out.push(b'\n');
        Ok(())
    };
    let (mut rest, mut rows) = (numbers.as_slice(), SORTED_ROWS);
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(rows.min(rest.len()));
        let limit = if batch.len() == 1 { usize::MAX } else { SORTED_BYTES };
        let Some(gathered) = Gathered::new(reader, batch, limit, &row)? else {
            rows = batch.len().div_ceil(2);
            continue;
        };
        for piece in gathered.rows().flat_map(|row| row.chunks(PIECE_BYTES)) {
            pieces.text.extend_from_slice(piece);
            pieces.hand_over()?;
        }
        rest = later;
    }
    Ok(())
}

/// Adds a value.
fn write(index: usize, cell: Cell<'_>, formulas: Formulas, out: &mut Vec<u8>) {
    if index > 0 {
        out.push(b',');
    }
    let Cell::Text(text) = cell else {
        let mut text = String::new();
        cell.write(&mut text);
        return out.extend_from_slice(text.as_bytes());
    };
    out.push(b'"');
    if formulas == Formulas::Guarded && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        out.push(b'\'');
    }
    for (index, piece) in text.split('"').enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(piece.as_bytes());
    }
    out.push(b'"');
}

/// Text that is handed over as it grows.
struct Pieces<'a> {
    text: Vec<u8>,
    formulas: Formulas,
    out: &'a mut dyn FnMut(Vec<u8>) -> Result<()>,
}

impl Pieces<'_> {
    fn hand_over(&mut self) -> Result<()> {
        if self.text.len() >= PIECE_BYTES { self.finish() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<()> {
        if self.text.is_empty() { Ok(()) } else { (self.out)(std::mem::take(&mut self.text)) }
    }
}
