//! Changes of the whole table: other rows, in another order.

use super::check_names;
use super::group::{Group, picked};
use crate::columns::Places;
use crate::kind::Kind;
use crate::limits::{GATHER_CELLS, MAX_GATHERED_BYTES, rows_of};
use crate::parts::{Reader, defect, from_values, keeping};
use crate::table::{TableWriter, group_rows};
use polars::prelude::{IdxCa, NewChunkedArray, PlSmallStr, Series};
use rayon::prelude::*;
use skydash_domain::change::{Rebuilt, RebuiltColumn};
use skydash_domain::parts::PartSink;
use skydash_domain::progress::Progress;
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use std::ops::Range;

/// Writes a table whose rows are gathered from another's.
pub(super) fn rebuild(
    summary: &Summary,
    reader: &Reader<'_>,
    rebuilt: &Rebuilt,
    sink: &mut dyn PartSink,
    progress: &dyn Progress,
) -> Result<Summary> {
    let plan = Plan::new(summary, rebuilt)?;
    let mut table = TableWriter::streaming(plan.names.clone(), plan.types.iter().map(Kind::of).collect());
    let step = group_rows(plan.names.len());
    let sources = plan.sources(summary, step)?;
    let ((), parts) = keeping(sink, |queue| {
        let mut parts = table.writer(queue);
        let mut group = Group::new(step / 2);
        for source in &sources {
            let (wanted, base) = plan.read(reader, source)?;
            for start in source.rows.clone().step_by(step) {
                let window = start..(start + step).min(source.rows.end);
                group.add(plan.rows(&base, &wanted, window.clone())?, &mut table, &mut parts)?;
                #[expect(clippy::cast_precision_loss, reason = "only a share is wanted")]
                progress.report(window.end as f64 / rebuilt.rows.len() as f64)?;
            }
        }
        group.write(&mut table, &mut parts)?;
        Ok(((), parts.finish()?))
    })?;
    table.set_parts(parts);
    Ok(table.finish_as(plan.types))
}

/// Rows of the new table, and the range of rows of the old one that they come from.
#[derive(Debug, PartialEq)]
struct Batch {
    rows: Range<usize>,
    from: Range<u64>,
}

/// Batches of at most `step` rows, from ranges of a few times as many; none when rows go back and forth.
fn batches(rows: &[Option<u64>], step: usize) -> Option<Vec<Batch>> {
    let mut batches: Vec<Batch> = Vec::new();
    let mut last = 0;
    for (place, row) in rows.iter().enumerate() {
        let row = row.unwrap_or(last);
        if row < last {
            return None;
        }
        last = row;
        match batches.last_mut() {
            Some(batch) if batch.rows.len() < step && row - batch.from.start < 4 * step as u64 => {
                batch.rows.end = place + 1;
                batch.from.end = row + 1;
            }
            _ => batches.push(Batch { rows: place..place + 1, from: row..row + 1 }),
        }
    }
    Some(batches)
}

/// What the new table is made of.
struct Plan<'a> {
    rebuilt: &'a Rebuilt,
    /// Positions of the columns that stay.
    kept: Vec<usize>,
    names: Vec<String>,
    types: Vec<ColumnType>,
}

impl<'a> Plan<'a> {
    fn new(summary: &Summary, rebuilt: &'a Rebuilt) -> Result<Self> {
        let places = Places::new(summary);
        let (mut kept, mut names, mut types) = (Vec::new(), Vec::new(), Vec::new());
        for column in &rebuilt.columns {
            let (name, column_type) = match column {
                RebuiltColumn::Kept(name) => {
                    let place = places.of(name)?;
                    kept.push(place);
                    (name, &summary.columns[place].column_type)
                }
                RebuiltColumn::Made(column) => (&column.name, &column.column_type),
            };
            names.push(name.clone());
            types.push(column_type.clone());
        }
        check_names(&names)?;
        if rebuilt.rows.iter().flatten().any(|&row| row >= summary.rows) {
            return Err(Error::internal("a row was wanted that the table does not have"));
        }
        Ok(Self { rebuilt, kept, names, types })
    }

    /// Runs of the new table's rows, and where those of the old one are that they come from: all over it, for runs of half of
    /// [`GATHER_CELLS`], where rows are wanted in another order.
    fn sources(&self, summary: &Summary, step: usize) -> Result<Vec<Batch>> {
        if let Some(batches) = batches(&self.rebuilt.rows, step) {
            return Ok(batches);
        }
        if summary.rows.saturating_mul(16 * self.kept.len() as u64) > MAX_GATHERED_BYTES {
            return Err(Error::too_large(
                "The table is too large for its rows to be put into another order. Leave out columns or rows first.",
            ));
        }
        let (rows, long) = (self.rebuilt.rows.len(), rows_of(GATHER_CELLS / 2, self.kept.len()));
        let runs = (0..rows).step_by(long).map(|start| start..(start + long).min(rows));
        Ok(runs.map(|rows| Batch { rows, from: 0..summary.rows }).collect())
    }

    /// The rows of the old table that a run of the new one comes from, or another one where there are none: their numbers,
    /// ascending, and their values in the columns that stay.
    fn read(&self, reader: &Reader<'_>, source: &Batch) -> Result<(Vec<u64>, Vec<Series>)> {
        let mut wanted: Vec<u64> = self.rebuilt.rows[source.rows.clone()].iter().flatten().copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            wanted.push(source.from.start);
        }
        let range = wanted[0]..wanted[wanted.len() - 1] + 1;
        let columns = picked(reader.groups(&self.kept, range), &wanted)?;
        Ok((wanted, columns))
    }

    /// A run of rows of the new table, gathered from `base`, which has the rows of the old one of these numbers.
    fn rows(&self, base: &[Series], wanted: &[u64], window: Range<usize>) -> Result<Vec<Series>> {
        let place = |row: u64| {
            let place = wanted.binary_search(&row).ok().and_then(|place| u32::try_from(place).ok());
            place.ok_or_else(|| Error::internal("a row was not read"))
        };
        let rows = &self.rebuilt.rows[window.clone()];
        let places: Vec<Option<u32>> = rows.iter().map(|row| row.map(place).transpose()).collect::<Result<_>>()?;
        let places = IdxCa::from_iter_options(PlSmallStr::EMPTY, places.into_iter());
        let gathered: Vec<Series> =
            base.par_iter().map(|series| series.take(&places).map_err(defect)).collect::<Result<_>>()?;
        let mut gathered = gathered.into_iter();
        let columns = self.rebuilt.columns.iter().zip(&self.names).map(|(column, name)| match column {
            RebuiltColumn::Kept(_) => {
                let series = gathered.next().ok_or_else(|| Error::internal("a column was not gathered"))?;
                Ok(series.with_name(PlSmallStr::from(name.as_str())))
            }
            RebuiltColumn::Made(column) => from_values(name, &column.column_type, &column.values, window.clone()),
        });
        columns.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_order_are_read_in_short_ranges() {
        let rows = [None, Some(1), Some(1), None, Some(3), Some(40), Some(41), Some(900)];
        let found = batches(&rows, 4).unwrap();
        let ranges: Vec<_> = found.into_iter().map(|batch| (batch.rows, batch.from)).collect();
        assert_eq!(ranges, [(0..4, 0..2), (4..5, 3..4), (5..7, 40..42), (7..8, 900..901)]);
        assert_eq!(batches(&[Some(2), None, Some(1)], 4), None);
        assert_eq!(batches(&[], 4), Some(Vec::new()));
    }
}
