//! Pages of rows.

use super::filter::Filter;
use super::order::selected;
use super::sort::Sort;
use crate::cell::{Cell, View};
use crate::limits::MAX_PAGE_ROWS;
use crate::parts::Reader;
use crate::store::{PartSource, to_usize};
use polars::prelude::Series;
use serde::Serialize;
use serde_json::{Map, Value};
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};

/// Rows between two wanted ones that are read rather than skipped.
const GAP_ROWS: u64 = 8192;

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// The rows, each from column name to value.
    pub rows: Vec<Map<String, Value>>,
    /// How many rows there are on all pages.
    pub total: u64,
}

/// A page of the rows that pass `filter`, in the order of `sort`. Pages count from 0; one past the end is empty.
/// At most [`MAX_PAGE_ROWS`] rows are given.
///
/// # Errors
/// [`Error::Invalid`] for a negative page or page size, and the errors of the store.
pub fn rows(
    summary: &Summary,
    source: &dyn PartSource,
    page: i64,
    page_size: i64,
    filter: &Filter,
    sort: &Sort,
) -> Result<Page> {
    let count = |number: i64, name: &str| {
        u64::try_from(number)
            .map_err(|_| Error::invalid(format!("Parameter '{name}' must be 0 or more (got {number}).")))
    };
    let size = count(page_size, "page_size")?.min(MAX_PAGE_ROWS);
    let skip = count(page, "page")?.saturating_mul(size);
    let reader = Reader::new(summary, source);
    if filter.is_empty() && sort.is_empty() {
        let range = skip.min(summary.rows)..skip.saturating_add(size).min(summary.rows);
        let rows = if range.is_empty() { Vec::new() } else { all(summary, &reader, range)? };
        return Ok(Page { rows, total: summary.rows });
    }
    let (numbers, total) = selected(summary, &reader, filter, sort, skip, size)?;
    let table = Gathered::new(summary, &reader, &numbers)?;
    let mut rows = Vec::with_capacity(numbers.len());
    for &number in &numbers {
        let mut row = Map::new();
        table.row(number, |column, cell| {
            row.insert(summary.columns[column].name.clone(), cell.json());
        })?;
        rows.push(row);
    }
    Ok(Page { rows, total })
}

fn all(summary: &Summary, reader: &Reader<'_>, range: std::ops::Range<u64>) -> Result<Vec<Map<String, Value>>> {
    let columns: Vec<usize> = (0..summary.columns.len()).collect();
    let count = to_usize(range.end - range.start)?;
    let series = reader.read(&columns, range)?;
    let views = series.iter().map(View::new).collect::<Result<Vec<_>>>()?;
    let row = |row: usize| {
        let cells = summary.columns.iter().zip(&views);
        cells.map(|(column, view)| (column.name.clone(), view.get(row).json())).collect()
    };
    Ok((0..count).map(row).collect())
}

/// Rows from all over a table, read in a few runs.
pub(super) struct Gathered {
    runs: Vec<(std::ops::Range<u64>, Vec<Series>)>,
}

impl Gathered {
    /// Reads all columns of these rows.
    pub(super) fn new(summary: &Summary, reader: &Reader<'_>, numbers: &[u64]) -> Result<Self> {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        let mut ranges: Vec<std::ops::Range<u64>> = Vec::new();
        for number in sorted {
            match ranges.last_mut() {
                Some(last) if number < last.end + GAP_ROWS => last.end = last.end.max(number + 1),
                _ => ranges.push(number..number + 1),
            }
        }
        let columns: Vec<usize> = (0..summary.columns.len()).collect();
        let read = |range: std::ops::Range<u64>| Ok((range.clone(), reader.read(&columns, range)?));
        Ok(Self { runs: ranges.into_iter().map(read).collect::<Result<_>>()? })
    }

    /// Shows every value of a row.
    pub(super) fn row(&self, number: u64, mut show: impl FnMut(usize, Cell<'_>)) -> Result<()> {
        let at = self.runs.partition_point(|(range, _)| range.end <= number);
        let (range, series) = self.runs.get(at).ok_or_else(|| Error::internal("a row was not gathered"))?;
        let row = to_usize(number - range.start)?;
        for (column, series) in series.iter().enumerate() {
            show(column, View::new(series)?.get(row));
        }
        Ok(())
    }
}
