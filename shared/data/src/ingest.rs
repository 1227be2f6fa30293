//! From an uploaded file to a table, streaming.

use crate::csv::{Builder, Chunk, Plan, Problem, Step, Table, parse};
use crate::files::{self, Form};
use crate::filled::Filled;
use crate::infer;
use crate::kind::{Kind, or_blank};
use crate::limits::{BLOCK_BYTES, FLIGHT_CELLS, GROUP_BYTES, GROUP_CELLS, GROUP_ROWS, MAX_CELLS, MAX_ROWS, rows_of};
use crate::loader::Loader;
use crate::names;
use crate::parts::{Queue, Writer, from_builder, keeping};
use crate::store::{Source, to_usize};
use crate::table::TableWriter;
use indexmap::IndexMap;
use polars::prelude::Series;
use rayon::prelude::*;
use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::progress::{Progress, Span};
use skydash_domain::summary::{Part, Summary};
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use std::io::{Read, SeekFrom};

/// Share of the work that reading the file is, for progress.
const READING: f64 = 0.8;

/// What a client may say about a file beside its loader.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Types of columns, by their name in the file or their new name (see [`crate::declared_types`]). The others are
    /// inferred; with none declared, all are, or taken from formats that have types of their own.
    pub types: Option<IndexMap<String, ColumnType>>,
    /// Whether to infer types even where the format has types of its own.
    pub infer_types: bool,
    /// New names of columns, by the name in the file. Names the file does not have are ignored.
    pub renames: IndexMap<String, String>,
    /// Whether to compute statistics.
    pub statistics: bool,
}

/// Reads a file into a table: parts go to `sink`, and what no longer fits in memory is read back from `parts`.
///
/// Where a later value contradicts the type inferred from the first rows, the column's type is widened (whole numbers
/// to floats to text, nothing to text of blanks) and the file is read once more; `sink` is then offered parts from
/// number 0 again, and only the later ones count.
///
/// # Errors
/// [`Error::Invalid`] or [`Error::TooLarge`] with a sentence that says what to change in the file or the loader's
/// parameters, the errors of the stores, and what `progress` returns.
pub fn ingest(
    source: &mut dyn Source,
    loader: &Loader,
    options: &Options,
    sink: &mut dyn PartSink,
    parts: &dyn PartSource,
    progress: &dyn Progress,
) -> Result<Summary> {
    let size = source.seek(SeekFrom::End(0)).map_err(|error| Error::unavailable(error.to_string()))?;
    let mut known: Option<Vec<Kind>> = None;
    // The second pass knows the kinds of all values, unless the file changes while it is read.
    for _ in 0..3 {
        let reading = Span::new(progress, 0.0, READING);
        let report = |bytes: u64| reading.report(share(bytes, size));
        let pass = files::with_text(source, loader, &mut |text, form| {
            Pass::open(text, form, options, known.take())?.run(&mut *sink, &report)
        })?;
        match pass {
            Outcome::Contradicted(kinds) => known = Some(kinds),
            Outcome::Read(table, declared) => {
                return table.finish(&declared, options.statistics, parts, &Span::new(progress, READING, 1.0));
            }
        }
    }
    Err(Error::invalid("The file changed while it was read. Upload it again."))
}

#[expect(clippy::cast_precision_loss, reason = "only a share is wanted")]
fn share(bytes: u64, size: u64) -> f64 {
    bytes as f64 / size.max(1) as f64
}

enum Outcome {
    /// All rows are written, with the declared types by column.
    Read(Box<TableWriter>, Vec<Option<ColumnType>>),
    /// The kinds that hold all values are wider than those tried.
    Contradicted(Vec<Kind>),
}

/// One pass over the rows of a file.
struct Pass<'a> {
    table: Table<'a>,
    names: Vec<String>,
    declared: Vec<Option<ColumnType>>,
    plan: Plan,
    inferred: bool,
    statistics: bool,
    max_rows: u64,
    rows: u64,
    filled: Filled,
    lines: usize,
    contradicted: bool,
    blank: Vec<bool>,
    infinite: Vec<(usize, u64, String)>,
    group: Vec<Builder>,
}

impl<'a> Pass<'a> {
    fn open(text: &'a mut dyn Read, form: &Form, options: &Options, known: Option<Vec<Kind>>) -> Result<Self> {
        let table = Table::open(text, &form.dialect)?;
        let names = names::renamed(&table.names, &options.renames)?;
        let native = form.types.as_ref().filter(|_| !options.infer_types);
        let types = options.types.as_ref().or(native);
        let declared: Vec<Option<ColumnType>> = (table.names.iter().zip(&names))
            .map(|(old, new)| types.and_then(|types| types.get(old).or_else(|| types.get(new))).cloned())
            .collect();
        let declared_kind = |column: &Option<ColumnType>| column.as_ref().map_or(Kind::Unknown, Kind::of);
        let inferred = known.is_none();
        let plan = Plan {
            separator: form.dialect.separator,
            skip_blank: form.dialect.skip_blank,
            missing: form.dialect.missing.clone(),
            truths: form.dialect.truths.clone(),
            kinds: known.unwrap_or_else(|| declared.iter().map(declared_kind).collect()),
            strict: declared.iter().map(Option::is_some).collect(),
        };
        Ok(Self {
            blank: vec![false; names.len()],
            lines: table.lines,
            table,
            names,
            declared,
            plan,
            inferred,
            statistics: options.statistics,
            max_rows: form.dialect.max_rows.unwrap_or(u64::MAX),
            rows: 0,
            filled: Filled::new(
                "Check the separator, leave out columns without values, or write a separator for every value of a row.",
            ),
            contradicted: false,
            infinite: Vec::new(),
            group: Vec::new(),
        })
    }

    fn run(self, sink: &mut dyn PartSink, report: &dyn Fn(u64) -> Result<()>) -> Result<Outcome> {
        let (mut outcome, parts) = keeping(sink, |queue| self.read(queue, report))?;
        if let Outcome::Read(table, _) = &mut outcome {
            table.set_parts(parts);
        }
        Ok(outcome)
    }

    fn read(mut self, queue: Queue, report: &dyn Fn(u64) -> Result<()>) -> Result<(Outcome, Vec<Part>)> {
        let mut queue = Some(queue);
        let mut open: Option<(Writer, TableWriter)> = None;
        let columns = self.names.len();
        while self.rows < self.max_rows
            && let Some(block) = self.table.blocks.next(BLOCK_BYTES, Step::chunks(columns))?
        {
            if self.inferred {
                self.plan.kinds = infer::kinds(&block, &self.plan).map_err(|problem| self.explain(problem))?;
                self.inferred = false;
            }
            if let Some(queue) = queue.take() {
                open = Some(self.start(queue));
            }
            for runs in block.waves(rows_of(FLIGHT_CELLS, columns)) {
                let chunks = self.parse(&runs)?;
                if self.contradicted {
                    open = None;
                    self.group = Vec::new();
                }
                if let Some((parts, table)) = &mut open {
                    self.append(&chunks);
                    if self.group_is_full() {
                        self.flush(parts, table)?;
                    }
                }
                if self.rows >= self.max_rows {
                    break;
                }
            }
            report(self.table.blocks.read_bytes)?;
        }
        let kinds = or_blank(&self.plan.kinds, &self.blank);
        if self.contradicted || kinds != self.plan.kinds {
            return Ok((Outcome::Contradicted(kinds), Vec::new()));
        }
        self.refuse_infinite()?;
        let Some((mut parts, mut table)) = open.filter(|_| self.rows > 0) else {
            return Err(Error::invalid(
                "The file names columns but has no rows. Add at least one row of values and upload it again.",
            ));
        };
        self.flush(&mut parts, &mut table)?;
        Ok((Outcome::Read(Box::new(table), self.declared), parts.finish()?))
    }

    fn start(&self, queue: Queue) -> (Writer, TableWriter) {
        let table = TableWriter::new(self.names.clone(), self.plan.kinds.clone());
        let table = if self.statistics { table } else { table.without_statistics() };
        (table.writer(queue), table)
    }

    /// Parses runs of rows, and widens kinds that turned out too narrow.
    fn parse(&mut self, runs: &[&[u8]]) -> Result<Vec<Chunk>> {
        let plan = &self.plan;
        let parsed: Vec<Result<Chunk, Problem>> = runs.par_iter().map(|run| parse(run, plan)).collect();
        let mut chunks = Vec::with_capacity(parsed.len());
        let mut kinds = self.plan.kinds.clone();
        for chunk in parsed {
            let mut chunk = chunk.map_err(|problem| self.explain(problem))?;
            self.lines += chunk.lines;
            let room = self.max_rows - self.rows;
            if chunk.rows as u64 > room {
                chunk.rows = to_usize(room)?;
                chunk.columns.iter_mut().for_each(|column| column.truncate(chunk.rows));
            }
            for (column, row, value) in chunk.infinite.drain(..).filter(|(_, row, _)| (*row as u64) < room) {
                self.infinite.push((column, self.rows + row as u64, value));
            }
            chunk.widen(&mut kinds, &mut self.blank);
            self.rows += chunk.rows as u64;
            let cells = (chunk.rows * self.names.len()) as u64;
            self.filled.add(cells.saturating_sub(chunk.left_out as u64), chunk.left_out as u64)?;
            chunks.push(chunk);
        }
        if self.rows > MAX_ROWS {
            return Err(Error::too_large(format!("The file has more than {MAX_ROWS} rows. Split it.")));
        }
        if self.rows.saturating_mul(self.names.len() as u64) > MAX_CELLS {
            return Err(Error::too_large(format!(
                "The file has more than {MAX_CELLS} cells. Split it, or leave out columns."
            )));
        }
        if kinds != self.plan.kinds {
            self.contradicted = true;
            self.plan.kinds = kinds;
        }
        Ok(chunks)
    }

    fn append(&mut self, chunks: &[Chunk]) {
        if self.group.is_empty() {
            let rows = rows_of(GROUP_CELLS + FLIGHT_CELLS, self.plan.kinds.len()).min(GROUP_ROWS + GROUP_ROWS / 4);
            self.group = self.plan.kinds.iter().map(|kind| Builder::with_capacity(*kind, rows)).collect();
        }
        self.group.par_iter_mut().enumerate().for_each(|(column, builder)| {
            chunks.iter().for_each(|chunk| builder.append(&chunk.columns[column]));
        });
    }

    fn group_is_full(&self) -> bool {
        let rows = self.group.first().map_or(0, Builder::len);
        rows >= GROUP_ROWS.min(rows_of(GROUP_CELLS, self.group.len()))
            || self.group.iter().map(Builder::bytes).sum::<usize>() >= GROUP_BYTES
    }

    fn flush(&mut self, parts: &mut Writer, table: &mut TableWriter) -> Result<()> {
        let rows = self.group.first().map_or(0, Builder::len);
        if rows == 0 {
            return Ok(());
        }
        let columns: Result<Vec<Series>> = std::mem::take(&mut self.group)
            .into_par_iter()
            .zip(self.names.par_iter())
            .map(|(builder, name)| from_builder(name, builder))
            .collect();
        table.group(parts, columns?, rows)
    }

    fn refuse_infinite(&self) -> Result<()> {
        let first = self.infinite.iter().find(|(column, _, _)| self.plan.kinds[*column] == Kind::Float);
        match first {
            None => Ok(()),
            Some((column, row, value)) => Err(Error::invalid(format!(
                "Column '{}', row {}: '{value}' is not a finite number. Replace it with a number, or leave the cell empty.",
                self.names[*column],
                row + 1
            ))),
        }
    }

    /// The sentence for what is wrong with the run of text that comes next.
    fn explain(&self, problem: Problem) -> Error {
        let types: Vec<String> =
            self.declared.iter().map(|declared| declared.as_ref().map_or_else(String::new, said)).collect();
        problem.error(&self.names, &types, self.lines, self.rows)
    }
}

/// A declared type as an error text names it.
fn said(declared: &ColumnType) -> String {
    match declared {
        ColumnType::Categorical { dtype, .. } => format!("Categorical of {dtype}"),
        other => other.name().to_owned(),
    }
}
