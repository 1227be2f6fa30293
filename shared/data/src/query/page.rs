//! Pages of rows.

use super::filter::Filter;
use super::gathered::Gathered;
use super::order::selected;
use super::sort::Sort;
use crate::cell::{Cell, View};
use crate::limits::{MAX_PAGE_BYTES, MAX_PAGE_ROWS};
use crate::parts::Reader;
use skydash_domain::parts::PartSource;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};

/// A page of the rows that pass `filter`, in the order of `sort`, as the JSON text `{"rows": [...], "total": n}`: each
/// row from column name to value, and how many rows there are on all pages. Pages count from 0; one past the end is
/// empty. At most [`MAX_PAGE_ROWS`] rows are given.
///
/// # Errors
/// [`Error::Invalid`] for a negative page or page size, [`Error::TooLarge`] for a page of more than [`MAX_PAGE_BYTES`],
/// and the errors of the store.
pub fn rows(
    summary: &Summary,
    source: &dyn PartSource,
    page: i64,
    page_size: i64,
    filter: &Filter,
    sort: &Sort,
) -> Result<Vec<u8>> {
    let size = count(page_size, "page_size")?.min(MAX_PAGE_ROWS);
    let skip = count(page, "page")?.saturating_mul(size);
    let reader = Reader::new(summary, source);
    let names = Names::new(summary)?;
    let mut text = b"{\"rows\":[".to_vec();
    let start = text.len();
    let mut total = summary.rows;
    if filter.is_empty() && sort.is_empty() {
        for group in reader.whole(skip.min(total)..skip.saturating_add(size).min(total)) {
            let group = group?;
            let views = group.views()?;
            for row in 0..views.first().map_or(0, View::len) {
                separate(&mut text, start);
                names.write(&views, row, &mut text)?;
                if text.len() > MAX_PAGE_BYTES {
                    return Err(too_large(size));
                }
            }
        }
    } else {
        let numbers;
        (numbers, total) = selected(summary, &reader, filter, sort, skip, size)?;
        let write = |views: &[View<'_>], row: usize, out: &mut Vec<u8>| names.write(views, row, out);
        let gathered = Gathered::new(&reader, &numbers, MAX_PAGE_BYTES, &write)?.ok_or_else(|| too_large(size))?;
        for row in gathered.rows() {
            separate(&mut text, start);
            text.extend_from_slice(row);
        }
    }
    text.extend_from_slice(format!("],\"total\":{total}}}").as_bytes());
    Ok(text)
}

fn count(number: i64, name: &str) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::invalid(format!("Parameter '{name}' must be 0 or more (got {number}).")))
}

fn too_large(size: u64) -> Error {
    Error::too_large(format!(
        "A page of {size} rows of this table takes more than {} MB. Ask for fewer with 'page_size', or download the table as CSV.",
        MAX_PAGE_BYTES >> 20
    ))
}

fn separate(text: &mut Vec<u8>, start: usize) {
    if text.len() > start {
        text.push(b',');
    }
}

/// The columns' names as JSON.
struct Names(Vec<Vec<u8>>);

impl Names {
    fn new(summary: &Summary) -> Result<Self> {
        let name = |name: &str| {
            let mut text = Vec::new();
            Cell::Text(name).write_json(&mut text).map(|()| text)
        };
        Ok(Self(summary.columns.iter().map(|column| name(&column.name)).collect::<Result<_>>()?))
    }

    /// Adds a row as an object.
    fn write(&self, views: &[View<'_>], row: usize, out: &mut Vec<u8>) -> Result<()> {
        for (index, (name, view)) in self.0.iter().zip(views).enumerate() {
            out.push(if index == 0 { b'{' } else { b',' });
            out.extend_from_slice(name);
            out.push(b':');
            view.get(row).write_json(out)?;
        }
        out.push(b'}');
        Ok(())
    }
}
