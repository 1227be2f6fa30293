//! A look at a file before it is uploaded.

use crate::cell::{Cell, View};
use crate::csv::{Chunk, Plan, Step, Table, parse};
use crate::files::{self, Form};
use crate::kind::{Kind, or_blank};
use crate::limits::{MAX_INFERENCE_ROWS, PREVIEW_BYTES, PREVIEW_CELLS, PREVIEW_READ_BYTES, PREVIEW_ROWS, rows_of};
use crate::loader::Loader;
use crate::names::shortened;
use crate::parts::from_builder;
use crate::sample::Sample;
use crate::stats::{Profile, profile};
use crate::store::Source;
use crate::types::{self, decide, wanted};
use indexmap::IndexMap;
use polars::prelude::Series;
use serde::Serialize;
use serde_json::{Map, Value, json};
use skydash_domain::Result;
use skydash_domain::table::ColumnType;
use std::io::Read;

/// Bytes of text read at once.
const STEP: usize = 256 << 10;
/// Values shown beside a reason.
const SHOWN_VALUES: usize = 5;

/// What a file looks like, as the wire has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preview {
    /// The first rows: as many as fit in [`PREVIEW_BYTES`], long texts cut.
    pub sample: Vec<Map<String, Value>>,
    /// How the columns' values are kept, by column.
    pub schema: IndexMap<String, Value>,
    /// The types that the values suggest, with the reason, by column.
    pub inferred_types: IndexMap<String, Value>,
    /// Rows that were looked at.
    pub preview_row_count: usize,
    /// Whether types were inferred.
    pub types_inferred: bool,
    /// Bytes of text that were read.
    pub previewed_bytes: u64,
}

/// What to look at, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Rows to look at: at most [`MAX_INFERENCE_ROWS`], and fewer where they are wide (see [`PREVIEW_CELLS`] and
    /// [`PREVIEW_READ_BYTES`]).
    pub rows: usize,
    /// Whether the types that a file itself declares are taken, where its format has such. Else they are inferred.
    pub native_types: bool,
}

/// Looks at the first rows of a file.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] or [`skydash_domain::Error::TooLarge`] with a sentence that says what to change in
/// the file or the parameters.
pub fn preview(source: &mut dyn Source, loader: &Loader, look: Look) -> Result<Preview> {
    let rows = look.rows.clamp(1, MAX_INFERENCE_ROWS);
    files::with_text(source, loader, &mut |text, form| {
        let head = Head::read(text, form, rows)?;
        head.preview(form.types.as_ref().filter(|_| look.native_types))
    })
}

/// What the rows so far tell of a file.
struct Guess {
    kinds: Vec<Kind>,
    blank: Vec<bool>,
    rows: usize,
    lines: usize,
}

impl Guess {
    fn add(&mut self, chunk: &Chunk) {
        chunk.widen(&mut self.kinds, &mut self.blank);
        self.rows += chunk.rows;
        self.lines += chunk.lines;
    }

    /// The kinds that hold all values.
    fn kinds(&self) -> Vec<Kind> {
        or_blank(&self.kinds, &self.blank)
    }
}

/// The first rows of a file as typed columns.
pub(crate) struct Head {
    /// Column names.
    pub names: Vec<String>,
    /// The kinds of the columns.
    pub kinds: Vec<Kind>,
    /// Their values.
    pub columns: Vec<Series>,
    /// Number of rows.
    pub rows: usize,
    bytes: u64,
}

impl Head {
    /// Reads at most this many rows and [`PREVIEW_CELLS`], and no more once they are [`PREVIEW_READ_BYTES`] long.
    pub(crate) fn read(text: &mut dyn Read, form: &Form, rows: usize) -> Result<Self> {
        let mut table = Table::open(text, &form.dialect)?;
        let names = std::mem::take(&mut table.names);
        let limit = usize::try_from(form.dialect.max_rows.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let limit = limit.min(rows).min(rows_of(PREVIEW_CELLS, names.len()));
        let mut plan = Plan {
            separator: form.dialect.separator,
            skip_blank: form.dialect.skip_blank,
            missing: form.dialect.missing.clone(),
            truths: form.dialect.truths.clone(),
            kinds: vec![Kind::Unknown; names.len()],
            strict: vec![false; names.len()],
        };
        // Values are kept as what all of them are: once to find that out, once to read them.
        let mut look = Guess { kinds: plan.kinds.clone(), blank: vec![false; names.len()], rows: 0, lines: 0 };
        let mut sample = Vec::new();
        let lines = table.lines;
        while look.rows < limit
            && sample.len() < PREVIEW_READ_BYTES
            && let Some(block) = table.blocks.next(STEP, Step { bytes: usize::MAX, rows: limit })?
        {
            for run in block.runs() {
                if look.rows >= limit {
                    break;
                }
                let found = parse(run, &plan).map_err(|problem| problem.error(&names, &[], lines + look.lines, 0))?;
                look.add(&found);
                sample.extend_from_slice(run);
            }
        }
        plan.kinds = look.kinds();
        let mut chunk = parse(&sample, &plan).map_err(|problem| problem.error(&names, &[], lines, 0))?;
        drop(sample);
        if chunk.rows > limit {
            chunk.rows = limit;
            chunk.columns.iter_mut().for_each(|column| column.truncate(limit));
        }
        let columns = names.iter().zip(chunk.columns).map(|(name, column)| from_builder(name, column));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let bytes = table.blocks.read_bytes;
        Ok(Self { names, kinds: plan.kinds, columns, rows: chunk.rows, bytes })
    }

    fn preview(&self, native: Option<&IndexMap<String, ColumnType>>) -> Result<Preview> {
        let views = self.columns.iter().map(View::new).collect::<Result<Vec<_>>>()?;
        let mut schema = IndexMap::new();
        let mut inferred_types = IndexMap::new();
        for ((name, kind), view) in self.names.iter().zip(&self.kinds).zip(&views) {
            let declared = native.and_then(|types| types.get(name));
            let mut found = profile(view, wanted(*kind, declared, true));
            let (column_type, rule) = decide(*kind, declared, &mut found);
            schema.insert(name.clone(), wire_type(&types::plain(*kind)));
            let mut entry = wire_type(&column_type);
            entry["inference_reason"] = self.reason(&column_type, rule, &found, view);
            inferred_types.insert(name.clone(), entry);
        }
        let mut sample = Sample::new(self.names.len(), PREVIEW_ROWS, PREVIEW_BYTES);
        sample.add(&self.names, &views, self.rows);
        Ok(Preview {
            sample: sample.rows,
            schema,
            inferred_types,
            preview_row_count: self.rows,
            types_inferred: true,
            previewed_bytes: self.bytes,
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "a preview has few rows")]
    fn reason(&self, column_type: &ColumnType, rule: &str, found: &Profile, view: &View<'_>) -> Value {
        let mut shown: Vec<String> = Vec::new();
        for cell in (0..view.len()).map(|row| view.get(row)) {
            let text = if let Cell::Text(text) = cell { shortened(text) } else { cell.category() };
            if !text.is_empty() && !shown.contains(&text) {
                shown.push(text);
            }
            if shown.len() == SHOWN_VALUES {
                break;
            }
        }
        json!({
            "rule": rule,
            "unique_count": found.n_unique,
            "unique_ratio": if self.rows == 0 { 0.0 } else { found.n_unique as f64 / self.rows as f64 },
            "total_count": self.rows,
            "thresholds": {
                "max_unique_count": types::MAX_TEXT_VALUES,
                "max_unique_numbers": types::MAX_NUMBER_VALUES,
                "max_unique_ratio": types::MAX_UNIQUE_RATIO,
            },
            "final_type": column_type.name(),
            "is_categorical": matches!(column_type, ColumnType::Categorical { .. }),
            "sample_values": shown,
        })
    }
}

/// A type as previews write it.
fn wire_type(column_type: &ColumnType) -> Value {
    let mut entry = serde_json::to_value(column_type).unwrap_or_default();
    if matches!(column_type, ColumnType::Text { .. }) {
        entry["encoding"] = Value::from("utf-8");
    }
    entry
}
