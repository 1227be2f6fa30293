//! Finishing a table from row groups, and writing one from columns in memory.

use crate::kind::Kind;
use crate::limits::{GROUP_CELLS, GROUP_ROWS, KEPT_BYTES, rows_of};
use crate::look::{Look, Pieces};
use crate::names;
use crate::parts::{Queue, Reader, Writer, from_values, keeping};
use crate::stats::{Report, Running, report};
use crate::types::plain;
use polars::prelude::Series;
use rayon::prelude::*;
use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::progress::{Progress, Silent};
use skydash_domain::summary::{ColumnInfo, FORMAT, Part, Summary};
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};

/// Bytes that a piece of a column takes beside its values, about.
const SERIES_BYTES: usize = 512;

/// Rows of a row group of so many columns.
pub(crate) fn group_rows(columns: usize) -> usize {
    rows_of(GROUP_CELLS, columns).min(GROUP_ROWS)
}

/// A table while its row groups are written.
pub(crate) struct TableWriter {
    names: Vec<String>,
    kinds: Vec<Kind>,
    running: Running,
    kept: Option<Vec<Vec<Series>>>,
    kept_bytes: usize,
    keep_bytes: usize,
    parts: Vec<Part>,
}

impl TableWriter {
    /// A table of these columns, without rows yet.
    pub(crate) fn new(names: Vec<String>, kinds: Vec<Kind>) -> Self {
        let kept = Some(vec![Vec::new(); names.len()]);
        Self {
            running: Running::new(&kinds, true),
            names,
            kinds,
            kept,
            kept_bytes: 0,
            keep_bytes: KEPT_BYTES,
            parts: Vec::new(),
        }
    }

    /// Leaves statistics out.
    pub(crate) fn without_statistics(mut self) -> Self {
        self.running = Running::new(&self.kinds, false);
        self
    }

    /// A table of these columns that is to be finished with [`TableWriter::finish_as`].
    pub(crate) fn streaming(names: Vec<String>, kinds: Vec<Kind>) -> Self {
        Self { kept: None, ..Self::new(names, kinds) }.without_statistics()
    }

    /// What writes the parts of this table.
    pub(crate) fn writer(&self, queue: Queue) -> Writer {
        Writer::new(queue, &self.names, &self.kinds)
    }

    /// Adds a row group.
    pub(crate) fn group(&mut self, parts: &mut Writer, columns: Vec<Series>, rows: usize) -> Result<()> {
        self.running.add(&self.names, &columns, rows)?;
        self.kept_bytes += columns.iter().map(|series| series.estimated_size() + SERIES_BYTES).sum::<usize>();
        if self.kept_bytes > self.keep_bytes {
            self.kept = None;
        }
        if let Some(kept) = &mut self.kept {
            kept.iter_mut().zip(&columns).for_each(|(pieces, series)| pieces.push(series.clone()));
        }
        parts.group(columns, rows)
    }

    /// Tells where the rows went.
    pub(crate) fn set_parts(&mut self, parts: Vec<Part>) {
        self.parts = parts;
    }

    /// Looks at every column once more and puts the summary together.
    pub(crate) fn finish(
        mut self,
        declared: &[Option<ColumnType>],
        statistics: bool,
        parts: &dyn PartSource,
        progress: &dyn Progress,
    ) -> Result<Summary> {
        let mut summary = self.draft();
        // Freed before the second look takes room.
        let duplicate_rows = self.running.duplicate_rows();
        let kept = self.kept.take();
        let found = {
            let reader = Reader::new(&summary, parts);
            let pieces = kept.map_or(Pieces::Stored(&reader), Pieces::Kept);
            Look { summary: &summary, kinds: &self.kinds, declared, statistics }.take(&pieces, progress)?
        };
        let (profiles, types): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        summary.columns.iter_mut().zip(types).for_each(|(info, column_type)| info.column_type = column_type);
        if statistics {
            let stored_bytes = summary.parts.iter().map(|part| part.size_bytes).sum();
            let running = &self.running;
            let report = report(Report {
                columns: &summary.columns,
                running,
                duplicate_rows,
                profiles: &profiles,
                stored_bytes,
            });
            summary.statistics = Some(report);
        }
        Ok(summary)
    }

    /// Puts the summary together for columns whose types are known, and which nobody looks at again.
    pub(crate) fn finish_as(mut self, types: Vec<ColumnType>) -> Summary {
        let mut summary = self.draft();
        summary.columns.iter_mut().zip(types).for_each(|(info, column_type)| info.column_type = column_type);
        summary
    }

    /// The summary as far as it is known without a second look: types say only how values are kept.
    fn draft(&mut self) -> Summary {
        let columns = self.names.iter().zip(&self.kinds).map(|(name, kind)| ColumnInfo {
            name: name.clone(),
            source: name.clone(),
            column_type: plain(*kind),
        });
        Summary {
            format: FORMAT,
            rows: self.running.rows,
            columns: columns.collect(),
            parts: std::mem::take(&mut self.parts),
            sample: std::mem::take(&mut self.running.sample.rows),
            nan: self.names.iter().cloned().zip(self.running.nulls.iter().copied()).collect(),
            statistics: None,
        }
    }
}

/// Writes columns that are in memory as a table, such as the results of a prediction. Types stay as they are.
///
/// # Errors
/// [`Error::Invalid`] for unusable column names, [`Error::Internal`] for columns of different lengths, and the errors
/// of the sink.
pub fn write_table(columns: &[Column], statistics: bool, sink: &mut dyn PartSink) -> Result<Summary> {
    let all_names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    names::check(&all_names)?;
    let rows = columns.first().map_or(0, |column| column.values.len());
    if columns.iter().any(|column| column.values.len() != rows) {
        return Err(Error::internal("columns of different lengths do not make a table"));
    }
    let kinds: Vec<Kind> = columns.iter().map(|column| Kind::of(&column.column_type)).collect();
    let mut table = TableWriter::new(all_names, kinds);
    table.keep_bytes = usize::MAX;
    if !statistics {
        table = table.without_statistics();
    }
    let ((), parts) = keeping(sink, |queue| {
        let mut parts = table.writer(queue);
        let step = group_rows(columns.len());
        for start in (0..rows).step_by(step) {
            let end = (start + step).min(rows);
            let series = columns
                .par_iter()
                .map(|column| from_values(&column.name, &column.column_type, &column.values, start..end));
            table.group(&mut parts, series.collect::<Result<Vec<_>>>()?, end - start)?;
        }
        Ok(((), parts.finish()?))
    })?;
    table.set_parts(parts);
    let declared: Vec<Option<ColumnType>> = columns.iter().map(|column| Some(column.column_type.clone())).collect();
    let types: Vec<ColumnType> = columns.iter().map(|column| column.column_type.clone()).collect();
    let mut summary = table.finish(&declared, statistics, &Nowhere, &Silent)?;
    summary.columns.iter_mut().zip(types).for_each(|(info, column_type)| info.column_type = column_type);
    Ok(summary)
}

/// No store: everything is still in memory.
struct Nowhere;

impl PartSource for Nowhere {
    fn read(&self, name: &str, _range: std::ops::Range<u64>) -> Result<Vec<u8>> {
        Err(Error::internal(format!("part {name} is not there to be read")))
    }
}
