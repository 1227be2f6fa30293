//! Runs of rows brought together.

use crate::cell::View;
use crate::limits::GROUP_BYTES;
use crate::parts::{Groups, Writer, defect};
use crate::table::TableWriter;
use polars::prelude::{IdxCa, IntoSeries, NewChunkedArray, PlSmallStr, Series, StringChunked};
use rayon::prelude::*;
use skydash_domain::{Error, Result};

/// Rows that wait until they are enough for a row group.
pub(super) struct Group {
    enough: usize,
    columns: Vec<Series>,
}

impl Group {
    /// No rows yet; so many are a row group.
    pub(super) fn new(enough: usize) -> Self {
        Self { enough, columns: Vec::new() }
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, |series| series.len())
    }

    /// Adds rows, and writes what has become a row group.
    pub(super) fn add(&mut self, columns: Vec<Series>, table: &mut TableWriter, parts: &mut Writer) -> Result<()> {
        append(&mut self.columns, columns)?;
        let bytes: usize = self.columns.iter().map(Series::estimated_size).sum();
        if self.rows() < self.enough && bytes < GROUP_BYTES { Ok(()) } else { self.write(table, parts) }
    }

    /// Writes what is left.
    pub(super) fn write(&mut self, table: &mut TableWriter, parts: &mut Writer) -> Result<()> {
        let rows = self.rows();
        let columns = rechunked(std::mem::take(&mut self.columns));
        if rows == 0 { Ok(()) } else { table.group(parts, columns, rows) }
    }
}

/// The rows of these numbers, which ascend, each column in one piece. No more than them and two row groups is in memory.
pub(super) fn picked(groups: Groups<'_>, numbers: &[u64]) -> Result<Vec<Series>> {
    let mut columns = Vec::new();
    groups.each(|group| {
        let before = |row: u64| numbers.partition_point(|number| *number < row);
        let within = &numbers[before(group.rows.start)..before(group.rows.end)];
        let places = within.iter().map(|number| u32::try_from(number - group.rows.start));
        let places: std::result::Result<Vec<u32>, _> = places.collect();
        let places = IdxCa::from_vec(PlSmallStr::EMPTY, places.map_err(|error| Error::internal(error.to_string()))?);
        let more = group.columns.par_iter().map(|series| copied(&series.take(&places).map_err(defect)?));
        append(&mut columns, more.collect::<Result<_>>()?)
    })?;
    Ok(rechunked(columns))
}

/// Values by themselves: those picked from a column of texts still keep all of it in memory.
fn copied(series: &Series) -> Result<Series> {
    Ok(match View::new(series)? {
        View::Text(texts) => StringChunked::from_iter_options(series.name().clone(), texts.iter()).into_series(),
        View::Bool(_) | View::Int(_) | View::Float(_) => series.clone(),
    })
}

fn append(columns: &mut Vec<Series>, more: Vec<Series>) -> Result<()> {
    if columns.is_empty() {
        *columns = more;
        return Ok(());
    }
    let mut pairs = columns.iter_mut().zip(&more);
    pairs.try_for_each(|(series, more)| series.append(more).map(drop).map_err(defect))
}

fn rechunked(columns: Vec<Series>) -> Vec<Series> {
    columns.into_par_iter().map(|series| series.rechunk()).collect()
}
