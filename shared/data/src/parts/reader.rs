//! Reading some rows of some columns of parts, fetching little more than their bytes.

use super::defect;
use crate::store::{PartSource, to_usize};
use polars::prelude::{DataFrame, ParquetReader, SerReader, Series};
use skydash_domain::summary::{ColumnInfo, Part, Summary};
use skydash_domain::{Error, Result};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

/// Bytes fetched from the end of a part, in the hope that its whole footer is in them.
const TAIL_BYTES: u64 = 64 << 10;
/// Bytes between two ranges that are fetched rather than skipped.
const GAP_BYTES: u64 = 64 << 10;

/// Reads the parts of one table.
pub(crate) struct Reader<'a> {
    summary: &'a Summary,
    source: &'a dyn PartSource,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(summary: &'a Summary, source: &'a dyn PartSource) -> Self {
        Self { summary, source }
    }

    /// The columns at these positions, in that order, for the rows in `rows` (counted over the whole table).
    ///
    /// # Errors
    /// Those of the source, and [`Error::Internal`] when parts do not hold what the summary says.
    pub(crate) fn read(&self, columns: &[usize], rows: Range<u64>) -> Result<Vec<Series>> {
        let infos = columns.iter().map(|&column| &self.summary.columns[column]).collect::<Vec<_>>();
        let mut all: Vec<Series> = Vec::new();
        let mut start = 0;
        for part in &self.summary.parts {
            let (from, to) = (rows.start.max(start), rows.end.min(start + part.rows));
            if from < to {
                let read = self.part(part, &infos, to_usize(from - start)?..to_usize(to - start)?)?;
                if all.is_empty() {
                    all = read;
                } else {
                    for (series, more) in all.iter_mut().zip(&read) {
                        series.append(more).map_err(defect)?;
                    }
                }
            }
            start += part.rows;
        }
        if all.is_empty() {
            all =
                infos.iter().map(|info| super::empty(&info.source, crate::kind::Kind::of(&info.column_type))).collect();
        }
        Ok(all)
    }

    fn part(&self, part: &Part, infos: &[&ColumnInfo], rows: Range<usize>) -> Result<Vec<Series>> {
        let mut bytes = Sparse::new(part, self.source)?;
        bytes.fetch_footer()?;
        let mut reader = ParquetReader::new(Cursor::new(bytes.bytes.as_slice()));
        let mut metadata = reader.get_metadata().map_err(defect)?.as_ref().clone();
        let names: BTreeSet<&str> = infos.iter().map(|info| info.source.as_str()).collect();
        // Row groups without wanted rows are not fetched, so the reader must not know of them.
        let (mut start, mut skipped) = (0, 0);
        metadata.row_groups.retain(|group| {
            let end = start + group.num_rows();
            skipped += if end <= rows.start { group.num_rows() } else { 0 };
            let wanted = start < rows.end && end > rows.start;
            start = end;
            wanted
        });
        metadata.num_rows = metadata.row_groups.iter().map(|group| group.num_rows()).sum();
        let columns = metadata.row_groups.iter().flat_map(|group| group.parquet_columns());
        let wanted = columns.filter(|column| {
            column.descriptor().path_in_schema.first().is_some_and(|name| names.contains(name.as_str()))
        });
        bytes.fetch(wanted.map(|column| column.byte_range()).collect())?;
        let mut reader = ParquetReader::new(Cursor::new(bytes.bytes.as_slice()))
            .with_columns(Some(names.into_iter().map(str::to_owned).collect()))
            .with_slice(Some((rows.start - skipped, rows.len())));
        reader.set_metadata(Arc::new(metadata));
        let frame = reader.finish().map_err(defect)?;
        if frame.height() != rows.len() {
            return Err(Error::internal(format!("part {} has other rows than its summary says", part.name)));
        }
        infos.iter().map(|info| taken(&frame, &info.source)).collect()
    }
}

fn taken(frame: &DataFrame, name: &str) -> Result<Series> {
    frame.column(name).map(|column| column.as_materialized_series().rechunk()).map_err(defect)
}

/// A part of which only some bytes are there; the rest is zero and takes no memory until it is fetched.
struct Sparse<'a> {
    part: &'a Part,
    source: &'a dyn PartSource,
    bytes: Vec<u8>,
    footer_start: u64,
}

impl<'a> Sparse<'a> {
    fn new(part: &'a Part, source: &'a dyn PartSource) -> Result<Self> {
        let bytes = vec![0; to_usize(part.size_bytes)?];
        Ok(Self { part, source, bytes, footer_start: part.size_bytes })
    }

    fn fetch_footer(&mut self) -> Result<()> {
        let size = self.part.size_bytes;
        self.footer_start = size.saturating_sub(TAIL_BYTES);
        self.copy(self.footer_start..size)?;
        let length = self.bytes.len().checked_sub(8).and_then(|at| self.bytes.get(at..at + 4));
        let length = length.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes);
        let start = size.saturating_sub(u64::from(length) + 8);
        if start < self.footer_start {
            self.copy(start..self.footer_start)?;
            self.footer_start = start;
        }
        Ok(())
    }

    fn fetch(&mut self, mut ranges: Vec<Range<u64>>) -> Result<()> {
        ranges.sort_unstable_by_key(|range| range.start);
        let mut joined: Vec<Range<u64>> = Vec::new();
        for range in ranges.into_iter().filter(|range| range.start < self.footer_start) {
            let end = range.end.min(self.footer_start);
            match joined.last_mut() {
                Some(last) if range.start <= last.end + GAP_BYTES => last.end = last.end.max(end),
                _ => joined.push(range.start..end),
            }
        }
        joined.into_iter().try_for_each(|range| self.copy(range))
    }

    fn copy(&mut self, range: Range<u64>) -> Result<()> {
        let place = to_usize(range.start)?..to_usize(range.end)?;
        let got = self.source.read(&self.part.name, Some(range))?;
        match self.bytes.get_mut(place) {
            Some(slot) if slot.len() == got.len() => slot.copy_from_slice(&got),
            _ => return Err(Error::internal(format!("part {} is not of its size", self.part.name))),
        }
        Ok(())
    }
}

/// Row ranges that cover a table in order, each small enough to be looked at in memory at once.
pub(crate) fn windows(rows: u64, columns: usize) -> impl Iterator<Item = Range<u64>> {
    let step = (4_000_000 / columns.max(1) as u64).clamp(1_000, 128 << 10);
    (0..rows.div_ceil(step)).map(move |index| index * step..((index + 1) * step).min(rows))
}
