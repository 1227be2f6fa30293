//! Writing row groups, a few to a part.

use super::defect;
use super::series::dtype;
use crate::kind::Kind;
use crate::limits::PART_BYTES;
use crate::store::PartSink;
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{
    Column, DataFrame, ParquetCompression, ParquetWriter, PlSmallStr, Schema, Series, StatisticsOptions,
};
use polars_parquet::write::ZstdLevel;
use skydash_domain::summary::Part;
use skydash_domain::{Error, Result};
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Bytes of a data page: small enough that a page of rows does not decode a whole row group.
const PAGE_BYTES: usize = 128 << 10;

/// Writes a table's rows as parts.
pub(crate) struct Writer<'a> {
    sink: &'a mut dyn PartSink,
    schema: Schema,
    open: Option<Open>,
    parts: Vec<Part>,
}

struct Open {
    writer: BatchedWriter<Shared>,
    bytes: Shared,
    rows: u64,
}

impl<'a> Writer<'a> {
    /// Starts a table of these columns.
    pub(crate) fn new(sink: &'a mut dyn PartSink, names: &[String], kinds: &[Kind]) -> Self {
        let fields = names.iter().zip(kinds).map(|(name, kind)| (PlSmallStr::from(name.as_str()), dtype(*kind)));
        Self { sink, schema: fields.collect(), open: None, parts: Vec::new() }
    }

    /// Writes a row group.
    ///
    /// # Errors
    /// Those of the sink, when this finishes a part.
    pub(crate) fn group(&mut self, columns: Vec<Series>, rows: usize) -> Result<()> {
        if self.open.is_none() {
            self.open = Some(Open::new(&self.schema)?);
        }
        let frame = DataFrame::new(rows, columns.into_iter().map(Column::from).collect()).map_err(defect)?;
        let Some(open) = &mut self.open else { return Ok(()) };
        open.writer.write_batch(&frame).map_err(defect)?;
        open.rows += rows as u64;
        if open.bytes.len()? >= PART_BYTES { self.finish_part() } else { Ok(()) }
    }

    fn finish_part(&mut self) -> Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        open.writer.finish().map_err(defect)?;
        let bytes = open.bytes.take()?;
        let size_bytes = bytes.len() as u64;
        let name = self.sink.put(self.parts.len(), bytes)?;
        self.parts.push(Part { name, rows: open.rows, size_bytes });
        Ok(())
    }

    /// Finishes the last part. The parts, in row order.
    ///
    /// # Errors
    /// Those of the sink.
    pub(crate) fn finish(mut self) -> Result<Vec<Part>> {
        self.finish_part()?;
        Ok(self.parts)
    }
}

impl Open {
    fn new(schema: &Schema) -> Result<Self> {
        let bytes = Shared::default();
        let level = ZstdLevel::try_new(1).map_err(|error| Error::internal(error.to_string()))?;
        let writer = ParquetWriter::new(bytes.clone())
            .with_compression(ParquetCompression::Zstd(Some(level)))
            .with_statistics(StatisticsOptions {
                min_value: false,
                max_value: false,
                distinct_count: false,
                null_count: false,
                binary_statistics_truncate_length: None,
            })
            .with_data_page_size(Some(PAGE_BYTES))
            .batched(schema)
            .map_err(defect)?;
        Ok(Self { writer, bytes, rows: 0 })
    }
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
