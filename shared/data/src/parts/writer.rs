//! Writing row groups, a few to a part.

use super::keeping::Queue;
use super::series::dtype;
use super::{broken, defect};
use crate::cell::{Cell, View};
use crate::kind::Kind;
use crate::limits::{PART_BYTES, PART_CHUNKS};
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{CompatLevel, ParquetWriter, PlSmallStr, Schema, Series};
use polars_parquet::write::{
    CompressedPage, CompressionOptions, Encoding, Page, ParquetType, StatisticsOptions, Version, WriteOptions,
    ZstdLevel, array_to_columns, compress, get_dtype_encoding,
};
use rayon::prelude::*;
use skydash_domain::summary::Part;
use skydash_domain::{Error, Result};
use std::collections::HashSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Bytes of a data page: small enough that a page of rows does not decode a whole row group.
const PAGE_BYTES: usize = 128 << 10;

/// Statistics within the parts: none, nothing asks for them.
const STATISTICS: StatisticsOptions = StatisticsOptions {
    min_value: false,
    max_value: false,
    distinct_count: false,
    null_count: false,
    binary_statistics_truncate_length: None,
};

/// Writes a table's rows as parts.
pub(crate) struct Writer {
    queue: Queue,
    schema: Schema,
    open: Option<Open>,
    parts: Vec<Part>,
}

struct Open {
    writer: BatchedWriter<Shared>,
    options: Pages,
    bytes: Shared,
    rows: u64,
    chunks: usize,
}

impl Writer {
    /// Starts a table of these columns.
    pub(crate) fn new(queue: Queue, names: &[String], kinds: &[Kind]) -> Self {
        let fields = names.iter().zip(kinds).map(|(name, kind)| (PlSmallStr::from(name.as_str()), dtype(*kind)));
        Self { queue, schema: fields.collect(), open: None, parts: Vec::new() }
    }

    /// Writes a row group.
    ///
    /// # Errors
    /// [`Error::Internal`] when parts are no longer kept.
    pub(crate) fn group(&mut self, columns: Vec<Series>, rows: usize) -> Result<()> {
        if self.open.is_none() {
            self.open = Some(Open::new(&self.schema)?);
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        let fields = open.writer.parquet_schema().fields().to_vec();
        let pages: Result<Vec<Vec<CompressedPage>>> =
            columns.into_par_iter().zip(fields).map(|(column, field)| open.options.pages(&column, field)).collect();
        open.writer.write_row_group(rows as u64, &pages?).map_err(defect)?;
        open.rows += rows as u64;
        open.chunks += self.schema.len();
        let full = open.bytes.len()? >= PART_BYTES || open.chunks + self.schema.len() > PART_CHUNKS;
        if full { self.finish_part() } else { Ok(()) }
    }

    fn finish_part(&mut self) -> Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        open.writer.finish().map_err(defect)?;
        let bytes = open.bytes.take()?;
        let size_bytes = bytes.len() as u64;
        self.queue.put(bytes)?;
        self.parts.push(Part { name: String::new(), rows: open.rows, size_bytes });
        Ok(())
    }

    /// Finishes the last part. The parts, in row order; their names are known once they are kept.
    ///
    /// # Errors
    /// [`Error::Internal`] when parts are no longer kept.
    pub(crate) fn finish(mut self) -> Result<Vec<Part>> {
        self.finish_part()?;
        Ok(self.parts)
    }
}

impl Open {
    fn new(schema: &Schema) -> Result<Self> {
        let bytes = Shared::default();
        let level = ZstdLevel::try_new(1).map_err(|error| Error::internal(error.to_string()))?;
        let writer = ParquetWriter::new(bytes.clone()).with_statistics(STATISTICS).batched(schema).map_err(defect)?;
        let options = WriteOptions {
            statistics: STATISTICS,
            version: Version::V1,
            compression: CompressionOptions::Zstd(Some(level)),
            data_page_size: Some(PAGE_BYTES),
        };
        Ok(Self { writer, options: Pages(options), bytes, rows: 0, chunks: 0 })
    }
}

/// Turns columns into pages.
struct Pages(WriteOptions);

impl Pages {
    /// The compressed pages of a column. (The writer itself would compress them one after the other.)
    fn pages(&self, column: &Series, field: ParquetType) -> Result<Vec<CompressedPage>> {
        let column = column.rechunk();
        let array = column.to_arrow(0, CompatLevel::newest());
        let encodings =
            if differs(&View::new(&column)?) { vec![Encoding::Plain] } else { get_dtype_encoding(array.dtype()) };
        let columns = array_to_columns(&array, field, self.0, &encodings).map_err(defect)?;
        let mut rest = columns.into_iter().flatten();
        let Some(first) = rest.next() else { return Ok(Vec::new()) };
        let (first, compression) = self.first(first.map_err(defect)?)?;
        let mut pages = vec![first];
        for page in rest {
            pages.push(compress(page.map_err(defect)?, Vec::new(), compression).map_err(broken)?);
        }
        Ok(pages)
    }

    /// The first page of a column, and how its pages are compressed: not at all where the first one hardly shrinks, as most
    /// measured numbers do not. Neither writing nor reading them is worth the time then.
    fn first(&self, page: Page) -> Result<(CompressedPage, CompressionOptions)> {
        let compressed = |page, compression| compress(page, Vec::new(), compression).map_err(broken);
        let Page::Data(data) = page else { return Ok((compressed(page, self.0.compression)?, self.0.compression)) };
        let shrunk = compressed(Page::Data(data.clone()), self.0.compression)?;
        if matches!(&shrunk, CompressedPage::Data(page) if page.compressed_size() * 8 < data.buffer().len() * 7) {
            return Ok((shrunk, self.0.compression));
        }
        let plain = CompressionOptions::Uncompressed;
        Ok((compressed(Page::Data(data), plain)?, plain))
    }
}

/// Values of a column that are looked at before it is encoded.
const LOOK: usize = 2048;

/// Whether most values of a column differ, so that a dictionary of them is not worth looking for.
fn differs(view: &View<'_>) -> bool {
    let step = view.len().div_ceil(LOOK).max(1);
    let cells = (0..view.len()).step_by(step).map(|row| view.get(row));
    let (mut numbers, mut texts, mut seen) = (HashSet::new(), HashSet::new(), 0);
    for cell in cells {
        seen += 1;
        match cell {
            Cell::Float(number) => drop(numbers.insert(number.to_bits())),
            Cell::Int(number) => drop(numbers.insert(number.cast_unsigned())),
            Cell::Text(text) => drop(texts.insert(text)),
            Cell::Null | Cell::Bool(_) => {}
        }
    }
    seen >= 128 && (numbers.len() + texts.len()) * 4 > seen * 3
}

/// Bytes that both the writer and its owner can see.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn len(&self) -> Result<usize> {
        self.0.lock().map(|bytes| bytes.len()).map_err(|_| Error::internal("part is poisoned"))
    }

    fn take(&self) -> Result<Vec<u8>> {
        self.0.lock().map(|mut bytes| std::mem::take(&mut *bytes)).map_err(|_| Error::internal("part is poisoned"))
    }
}

impl Write for Shared {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        let mut bytes = self.0.lock().map_err(|_| std::io::Error::other("part is poisoned"))?;
        bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
