//! Reading some rows of some columns of parts, a row group at a time, fetching little more than their bytes.

use super::defect;
use super::footer::Footer;
use crate::cell::View;
use crate::limits::FOOTER_CHUNKS;
use crate::store::to_usize;
use polars::prelude::Series;
use polars_buffer::Buffer;
use polars_parquet::read::{
    BasicDecompressor, ColumnChunkMetadata, Filter, PageReader, RowGroupMetadata, column_iter_to_arrays,
};
use rayon::prelude::*;
use skydash_domain::parts::PartSource;
use skydash_domain::summary::{Part, Summary};
use skydash_domain::{Error, Result};
use std::io::Cursor;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes between two ranges that are fetched rather than skipped.
const GAP_BYTES: u64 = 64 << 10;
/// Cells up to which columns are read one after the other on the thread that asks: a page of rows waits for no pool.
const FEW_CELLS: usize = 128 << 10;

/// Reads the parts of one table.
pub(crate) struct Reader<'a> {
    summary: &'a Summary,
    source: &'a dyn PartSource,
    footers: Mutex<Footers>,
}

/// The footers that were read, by part, as long as they describe few enough columns.
struct Footers {
    read: Vec<Option<Arc<Footer>>>,
    room: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(summary: &'a Summary, source: &'a dyn PartSource) -> Self {
        let footers = Footers { read: vec![None; summary.parts.len()], room: FOOTER_CHUNKS };
        Self { summary, source, footers: Mutex::new(footers) }
    }

    /// The columns at these positions, in that order, for the rows in `rows` (counted over the whole table), by row
    /// group. What is in memory at once is bounded by how large groups were written, however many rows are asked for.
    pub(crate) fn groups<'r>(&'r self, columns: &[usize], rows: Range<u64>) -> Groups<'r> {
        Groups {
            reader: self,
            parts: self.summary.parts.iter().enumerate(),
            names: columns.iter().map(|&column| self.summary.columns[column].source.as_str()).collect(),
            rows,
            start: 0,
            open: None,
        }
    }

    /// All columns for the rows in `rows`, by row group.
    pub(crate) fn whole(&self, rows: Range<u64>) -> Groups<'_> {
        let columns: Vec<usize> = (0..self.summary.columns.len()).collect();
        self.groups(&columns, rows)
    }

    /// The footer of the part of this number.
    fn footer(&self, number: usize, part: &Part) -> Result<Arc<Footer>> {
        let footers = || self.footers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Some(footer)) = footers().read.get(number) {
            return Ok(footer.clone());
        }
        let footer = Arc::new(Footer::read(part, self.source)?);
        let mut footers = footers();
        let left = footers.room.checked_sub(footer.chunks());
        if let (Some(left), Some(place @ None)) = (left, footers.read.get_mut(number)) {
            *place = Some(footer.clone());
            footers.room = left;
        }
        Ok(footer)
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
    reader: &'a Reader<'a>,
    parts: std::iter::Enumerate<std::slice::Iter<'a, Part>>,
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
    /// Hands over every group, and reads the next one meanwhile.
    ///
    /// # Errors
    /// As those of the iterator, and those of `work`.
    pub(crate) fn each(mut self, mut work: impl FnMut(Group) -> Result<()> + Send) -> Result<()> {
        let mut next = self.next();
        while let Some(group) = next {
            let group = group?;
            let done;
            (done, next) = rayon::join(|| work(group), || self.next());
            done?;
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<Group>> {
        loop {
            if let Some(open) = &mut self.open
                && let Some(group) = open.next(&self.names, &self.rows)?
            {
                return Ok(Some(group));
            }
            let next = self.parts.next().filter(|_| self.start < self.rows.end);
            let Some((number, part)) = next else { return Ok(None) };
            let start = self.start;
            self.start += part.rows;
            let reader = self.reader;
            let open =
                || Ok(Open { part, source: reader.source, footer: reader.footer(number, part)?, next: 0, start });
            self.open = (self.start > self.rows.start).then(open).transpose()?;
        }
    }
}

/// A part whose footer is known.
struct Open<'a> {
    part: &'a Part,
    source: &'a dyn PartSource,
    footer: Arc<Footer>,
    /// The next group, and its first row.
    next: usize,
    start: u64,
}

impl Open<'_> {
    fn next(&mut self, names: &[&str], rows: &Range<u64>) -> Result<Option<Group>> {
        let footer = self.footer.clone();
        while let Some(group) = footer.groups.get(self.next) {
            self.next += 1;
            let start = self.start;
            self.start += group.num_rows() as u64;
            let wanted = rows.start.max(start)..rows.end.min(self.start);
            if wanted.start < wanted.end {
                let within = to_usize(wanted.start - start)?..to_usize(wanted.end - start)?;
                return Ok(Some(Group { rows: wanted, columns: self.read(group, names, &within)? }));
            }
        }
        Ok(None)
    }

    /// Some rows of a group.
    fn read(&self, group: &RowGroupMetadata, names: &[&str], rows: &Range<usize>) -> Result<Vec<Series>> {
        let chunk = |name: &&str| group.columns_under_root_iter(name).and_then(|mut chunks| chunks.next());
        let chunks: Option<Vec<&ColumnChunkMetadata>> = names.iter().map(chunk).collect();
        let chunks = chunks.ok_or_else(|| self.damaged("has not the columns of its summary"))?;
        let fetched = self.fetch(chunks.iter().map(|chunk| chunk.byte_range()).collect())?;
        let column = |(name, chunk): (&&str, &&ColumnChunkMetadata)| {
            let field =
                self.footer.schema.get(name).ok_or_else(|| self.damaged("has not the columns of its schema"))?;
            let pages = PageReader::new(Cursor::new(fetched.get(chunk.byte_range())?), chunk, Vec::new(), usize::MAX);
            let pages = BasicDecompressor::new(pages, Vec::new());
            let types = vec![&chunk.descriptor().descriptor.primitive_type];
            let filter = Filter::new_ranged(rows.start, rows.end);
            let (arrays, _) = column_iter_to_arrays(vec![pages], types, field.clone(), Some(filter)).map_err(defect)?;
            let series = Series::try_from((field, arrays)).map_err(defect)?.rechunk();
            if series.len() == rows.len() {
                Ok(series)
            } else {
                Err(self.damaged("has other rows than its footer says"))
            }
        };
        if rows.len() * names.len() <= FEW_CELLS {
            names.iter().zip(&chunks).map(column).collect()
        } else {
            names.par_iter().zip(&chunks).with_max_len(1).map(column).collect()
        }
    }

    /// Fetches ranges of the part that are not in its tail, those near each other at once.
    fn fetch(&self, mut ranges: Vec<Range<u64>>) -> Result<Fetched> {
        ranges.sort_unstable_by_key(|range| range.start);
        let tail_start = self.part.size_bytes.saturating_sub(self.footer.tail.len() as u64);
        let mut joined: Vec<Range<u64>> = Vec::new();
        for range in ranges.into_iter().filter(|range| range.start < tail_start) {
            match joined.last_mut() {
                Some(last) if range.start <= last.end + GAP_BYTES => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        let fetched = joined.into_iter().map(|range| {
            let bytes = self.source.read(&self.part.name, range.clone())?;
            let is_whole = bytes.len() as u64 == range.end - range.start;
            if is_whole { Ok((range.start, bytes.into())) } else { Err(self.damaged("is not of its size")) }
        });
        let mut pieces: Vec<(u64, Buffer<u8>)> = fetched.collect::<Result<_>>()?;
        pieces.push((tail_start, self.footer.tail.clone()));
        Ok(Fetched(pieces))
    }

    fn damaged(&self, what: &str) -> Error {
        Error::internal(format!("part {} {what}", self.part.name))
    }
}

/// Pieces of a part, by where they start, in order.
struct Fetched(Vec<(u64, Buffer<u8>)>);

impl Fetched {
    /// The bytes of a range that was fetched; not a copy.
    fn get(&self, range: Range<u64>) -> Result<Buffer<u8>> {
        let place = self.0.partition_point(|(start, _)| *start <= range.start);
        let (start, bytes) = place
            .checked_sub(1)
            .and_then(|place| self.0.get(place))
            .ok_or_else(|| Error::internal("bytes of a part were not fetched"))?;
        let (from, to) = (to_usize(range.start - start)?, to_usize(range.end - start)?);
        if to > bytes.len() {
            return Err(Error::internal("bytes of a part were not fetched"));
        }
        Ok(bytes.clone().sliced(from..to))
    }
}
