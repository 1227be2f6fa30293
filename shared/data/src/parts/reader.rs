//! Reading some rows of some columns of parts, a row group at a time, fetching little more than their bytes.

use super::defect;
use crate::cell::View;
use crate::store::to_usize;
use polars::prelude::{DataFrame, ParquetReader, SerReader, Series};
use polars_parquet::read::{FileMetadata, RowGroupMetadata};
use skydash_domain::parts::PartSource;
use skydash_domain::summary::{Part, Summary};
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

    /// The columns at these positions, in that order, for the rows in `rows` (counted over the whole table), by row
    /// group. What is in memory at once is bounded by how large groups were written, however many rows are asked for.
    pub(crate) fn groups(&self, columns: &[usize], rows: Range<u64>) -> Groups<'a> {
        Groups {
            source: self.source,
            parts: self.summary.parts.iter(),
            names: columns.iter().map(|&column| self.summary.columns[column].source.as_str()).collect(),
            rows,
            start: 0,
            open: None,
        }
    }

    /// All columns for the rows in `rows`, by row group.
    pub(crate) fn whole(&self, rows: Range<u64>) -> Groups<'a> {
        let columns: Vec<usize> = (0..self.summary.columns.len()).collect();
        self.groups(&columns, rows)
    }
}

/// The wanted rows of a row group.
pub(crate) struct Group {
    /// Their numbers, counted over the whole table.
    pub rows: Range<u64>,
    /// The wanted columns.
    pub columns: Vec<Series>,
}

impl Group {
    /// The columns as values.
    pub(crate) fn views(&self) -> Result<Vec<View<'_>>> {
        self.columns.iter().map(View::new).collect()
    }
}

/// Hands out row groups.
pub(crate) struct Groups<'a> {
    source: &'a dyn PartSource,
    parts: std::slice::Iter<'a, Part>,
    names: Vec<&'a str>,
    rows: Range<u64>,
    /// The first row of the next part.
    start: u64,
    open: Option<Open<'a>>,
}

impl Iterator for Groups<'_> {
    type Item = Result<Group>;

    /// # Errors
    /// Those of the source, and [`Error::Internal`] when parts do not hold what the summary says.
    fn next(&mut self) -> Option<Self::Item> {
        self.advance().transpose()
    }
}

impl Groups<'_> {
    fn advance(&mut self) -> Result<Option<Group>> {
        loop {
            if let Some(open) = &mut self.open
                && let Some(group) = open.next(&self.names, &self.rows)?
            {
                return Ok(Some(group));
            }
            let Some(part) = self.parts.next().filter(|_| self.start < self.rows.end) else { return Ok(None) };
            let start = self.start;
            self.start += part.rows;
            let wanted = self.start > self.rows.start;
            self.open = wanted.then(|| Open::new(part, self.source, start)).transpose()?;
        }
    }
}

/// A part whose footer is known.
struct Open<'a> {
    part: &'a Part,
    source: &'a dyn PartSource,
    tail: Vec<u8>,
    metadata: FileMetadata,
    groups: std::vec::IntoIter<RowGroupMetadata>,
    /// The first row of the next group.
    start: u64,
}

impl<'a> Open<'a> {
    fn new(part: &'a Part, source: &'a dyn PartSource, start: u64) -> Result<Self> {
        let size = part.size_bytes;
        let mut tail = source.read(&part.name, size.saturating_sub(TAIL_BYTES)..size)?;
        let length = tail.len().checked_sub(8).and_then(|at| tail.get(at..at + 4)?.try_into().ok());
        let footer = length.map_or(0, u32::from_le_bytes).saturating_add(8).into();
        if footer > tail.len() as u64 {
            tail = source.read(&part.name, size.saturating_sub(footer)..size)?;
        }
        let mut reader = ParquetReader::new(Cursor::new(tail.as_slice()));
        let mut metadata = reader.get_metadata().map_err(defect)?.as_ref().clone();
        let groups = std::mem::take(&mut metadata.row_groups);
        if groups.iter().map(|group| group.num_rows() as u64).sum::<u64>() != part.rows {
            return Err(Error::internal(format!("part {} has other rows than its summary says", part.name)));
        }
        Ok(Self { part, source, tail, metadata, groups: groups.into_iter(), start })
    }

    fn next(&mut self, names: &[&str], rows: &Range<u64>) -> Result<Option<Group>> {
        while let Some(group) = self.groups.next() {
            let start = self.start;
            self.start += group.num_rows() as u64;
            let wanted = rows.start.max(start)..rows.end.min(self.start);
            if wanted.start < wanted.end {
                let columns =
                    self.read(group, names, to_usize(wanted.start - start)?, to_usize(wanted.end - start)?)?;
                return Ok(Some(Group { rows: wanted, columns }));
            }
        }
        Ok(None)
    }

    /// The rows of a group from `start` to `end`.
    fn read(&self, group: RowGroupMetadata, names: &[&str], start: usize, end: usize) -> Result<Vec<Series>> {
        let wanted: BTreeSet<&str> = names.iter().copied().collect();
        let columns = group.parquet_columns().iter().filter(|column| {
            column.descriptor().path_in_schema.first().is_some_and(|name| wanted.contains(name.as_str()))
        });
        let mut bytes = Sparse::new(self.part, self.source, &self.tail)?;
        bytes.fetch(columns.map(|column| column.byte_range()).collect())?;
        let mut metadata = self.metadata.clone();
        metadata.num_rows = group.num_rows();
        metadata.row_groups = vec![group];
        let mut reader = ParquetReader::new(Cursor::new(bytes.bytes.as_slice()))
            .with_columns(Some(wanted.into_iter().map(str::to_owned).collect()))
            .with_slice(Some((start, end - start)));
        reader.set_metadata(Arc::new(metadata));
        let frame = reader.finish().map_err(defect)?;
        if frame.height() != end - start {
            return Err(Error::internal(format!("part {} has other rows than its footer says", self.part.name)));
        }
        names.iter().map(|name| taken(&frame, name)).collect()
    }
}

fn taken(frame: &DataFrame, name: &str) -> Result<Series> {
    frame.column(name).map(|column| column.as_materialized_series().rechunk()).map_err(defect)
}

/// A part of which only some bytes are there; the rest is zero and takes no memory.
struct Sparse<'a> {
    part: &'a Part,
    source: &'a dyn PartSource,
    bytes: Vec<u8>,
    /// Where the bytes start that are there already.
    tail_start: u64,
}

impl<'a> Sparse<'a> {
    fn new(part: &'a Part, source: &'a dyn PartSource, tail: &[u8]) -> Result<Self> {
        let bytes = vec![0; to_usize(part.size_bytes)?];
        let tail_start = part.size_bytes.saturating_sub(tail.len() as u64);
        let mut sparse = Self { part, source, bytes, tail_start };
        sparse.put(tail_start, tail)?;
        Ok(sparse)
    }

    fn fetch(&mut self, mut ranges: Vec<Range<u64>>) -> Result<()> {
        ranges.sort_unstable_by_key(|range| range.start);
        let mut joined: Vec<Range<u64>> = Vec::new();
        for range in ranges.into_iter().filter(|range| range.start < self.tail_start) {
            let end = range.end.min(self.tail_start);
            match joined.last_mut() {
                Some(last) if range.start <= last.end + GAP_BYTES => last.end = last.end.max(end),
                _ => joined.push(range.start..end),
            }
        }
        joined.into_iter().try_for_each(|range| {
            let got = self.source.read(&self.part.name, range.clone())?;
            if got.len() as u64 == range.end - range.start { self.put(range.start, &got) } else { Err(self.damaged()) }
        })
    }

    fn put(&mut self, start: u64, bytes: &[u8]) -> Result<()> {
        let start = to_usize(start)?;
        let damaged = self.damaged();
        self.bytes.get_mut(start..start + bytes.len()).ok_or(damaged)?.copy_from_slice(bytes);
        Ok(())
    }

    fn damaged(&self) -> Error {
        Error::internal(format!("part {} is not of its size", self.part.name))
    }
}
