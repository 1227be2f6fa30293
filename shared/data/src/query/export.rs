//! Tables as CSV: names and text in double quotes, numbers and truth values bare, nothing for missing values.

use super::filter::Filter;
use super::order::{passing, selected};
use super::page::Gathered;
use super::sort::Sort;
use crate::cell::{Cell, View};
use crate::parts::{Reader, windows};
use crate::store::PartSource;
use skydash_domain::Result;
use skydash_domain::summary::Summary;

/// Rows of a sorted table that are gathered at once.
const SORTED_ROWS: usize = 200_000;
/// Bytes of text handed over at once, about.
const PIECE_BYTES: usize = 256 << 10;

/// Writes the rows that pass `filter`, in the order of `sort`, as CSV: `out` gets the text in pieces.
///
/// # Errors
/// Those of the store and of `out`, and [`skydash_domain::Error::TooLarge`] for a sort of too large a table.
pub fn export_csv(
    summary: &Summary,
    source: &dyn PartSource,
    filter: &Filter,
    sort: &Sort,
    out: &mut dyn FnMut(Vec<u8>) -> Result<()>,
) -> Result<()> {
    let mut text = Text { text: String::new(), out };
    for (index, column) in summary.columns.iter().enumerate() {
        text.value(index, Cell::Text(&column.name));
    }
    text.end_row()?;
    let reader = Reader::new(summary, source);
    if sort.is_empty() {
        in_order(summary, &reader, filter, &mut text)?
    } else {
        sorted(summary, &reader, filter, sort, &mut text)?
    }
    text.finish()
}

fn in_order(summary: &Summary, reader: &Reader<'_>, filter: &Filter, text: &mut Text<'_>) -> Result<()> {
    let columns: Vec<usize> = (0..summary.columns.len()).collect();
    for window in windows(summary.rows, columns.len()) {
        let series = reader.read(&columns, window)?;
        let views = series.iter().map(View::new).collect::<Result<Vec<_>>>()?;
        for row in passing(filter, &columns, &views, views.first().map_or(0, View::len)) {
            for (index, view) in views.iter().enumerate() {
                text.value(index, view.get(row));
            }
            text.end_row()?;
        }
    }
    Ok(())
}

fn sorted(summary: &Summary, reader: &Reader<'_>, filter: &Filter, sort: &Sort, text: &mut Text<'_>) -> Result<()> {
    let (numbers, _) = selected(summary, reader, filter, sort, 0, summary.rows)?;
    for batch in numbers.chunks(SORTED_ROWS) {
        let table = Gathered::new(summary, reader, batch)?;
        for &number in batch {
            table.row(number, |index, cell| text.value(index, cell))?;
            text.end_row()?;
        }
    }
    Ok(())
}

/// CSV text while it is written.
struct Text<'a> {
    text: String,
    out: &'a mut dyn FnMut(Vec<u8>) -> Result<()>,
}

impl Text<'_> {
    fn value(&mut self, index: usize, cell: Cell<'_>) {
        if index > 0 {
            self.text.push(',');
        }
        if let Cell::Text(text) = cell {
            self.text.push('"');
            if text.contains('"') {
                self.text.push_str(&text.replace('"', "\"\""));
            } else {
                self.text.push_str(text);
            }
            self.text.push('"');
        } else {
            cell.write(&mut self.text);
        }
    }

    fn end_row(&mut self) -> Result<()> {
        self.text.push('\n');
        if self.text.len() >= PIECE_BYTES { self.finish() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<()> {
        if self.text.is_empty() { Ok(()) } else { (self.out)(std::mem::take(&mut self.text).into_bytes()) }
    }
}
