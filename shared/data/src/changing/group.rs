//! Runs of rows brought together.

use crate::limits::GROUP_BYTES;
use crate::parts::{Groups, Writer, defect};
use crate::table::TableWriter;
use polars::prelude::Series;
use rayon::prelude::*;
use skydash_domain::Result;

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

/// The rows of several row groups, each column in one piece.
pub(super) fn joined(groups: Groups<'_>) -> Result<Vec<Series>> {
    let mut columns = Vec::new();
    groups.each(|group| append(&mut columns, group.columns))?;
    Ok(rechunked(columns))
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
