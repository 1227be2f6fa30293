//! Runs of rows brought together into row groups.

use crate::parts::{Writer, defect};
use crate::table::TableWriter;
use polars::prelude::Series;
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
        if self.columns.is_empty() {
            self.columns = columns;
        } else {
            let mut pairs = self.columns.iter_mut().zip(&columns);
            pairs.try_for_each(|(series, more)| series.append(more).map(drop).map_err(defect))?;
        }
        if self.rows() < self.enough { Ok(()) } else { self.write(table, parts) }
    }

    /// Writes what is left.
    pub(super) fn write(&mut self, table: &mut TableWriter, parts: &mut Writer) -> Result<()> {
        let rows = self.rows();
        let columns = std::mem::take(&mut self.columns);
        if rows == 0 { Ok(()) } else { table.group(parts, columns, rows) }
    }
}
