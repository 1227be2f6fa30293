//! Columns in memory, for learning.

use crate::cell::{Cell, View};
use crate::csv::{float, integer};
use crate::limits::{GATHER_CELLS, rows_of};
use crate::parts::Reader;
use crate::store::to_usize;
use rayon::prelude::*;
use skydash_domain::columns::unknown;
use skydash_domain::parts::PartSource;
use skydash_domain::summary::{ColumnInfo, Summary};
use skydash_domain::table::{Column, ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use std::collections::HashMap;

/// The columns of these names, in that order: all rows, or the rows of these numbers in their order.
///
/// # Errors
/// [`Error::Invalid`] for a column or row that the table does not have, and the errors of the store.
pub fn columns(
    summary: &Summary,
    source: &dyn PartSource,
    names: &[&str],
    rows: Option<&[usize]>,
) -> Result<Vec<Column>> {
    read(summary, &Reader::new(summary, source), names, rows)
}

/// As [`columns`]: a few columns together, by row group, so that not every one reads the table anew.
pub(crate) fn read(
    summary: &Summary,
    reader: &Reader<'_>,
    names: &[&str],
    rows: Option<&[usize]>,
) -> Result<Vec<Column>> {
    let total = to_usize(summary.rows)?;
    if let Some(row) = rows.into_iter().flatten().find(|row| **row >= total) {
        return Err(Error::invalid(format!(
            "The table has no row {row}; its last one is {}.",
            total.saturating_sub(1)
        )));
    }
    let places = Places::new(summary);
    let wanted: Vec<usize> = names.iter().map(|name| places.of(name)).collect::<Result<_>>()?;
    let mut columns = Vec::with_capacity(wanted.len());
    for places in wanted.chunks(rows_of(GATHER_CELLS, total)) {
        let infos: Vec<&ColumnInfo> = places.iter().map(|&place| &summary.columns[place]).collect();
        let mut collectors: Vec<Collector<'_>> = infos.iter().map(|info| Collector::new(info, total)).collect();
        reader.groups(places, 0..summary.rows).each(|group| {
            collectors.par_iter_mut().zip(&group.views()?).for_each(|(collector, view)| collector.add(view));
            Ok(())
        })?;
        columns.par_extend(collectors.into_par_iter().zip(infos).map(|(collector, info)| Column {
            name: info.name.clone(),
            column_type: info.column_type.clone(),
            values: match rows {
                None => collector.values,
                Some(rows) => collector.values.take(rows),
            },
        }));
    }
    Ok(columns)
}

/// Where the columns of a table are, by name.
pub(crate) struct Places<'a>(HashMap<&'a str, usize>);

impl<'a> Places<'a> {
    /// Looks at all of them.
    pub(crate) fn new(summary: &'a Summary) -> Self {
        Self(summary.columns.iter().enumerate().map(|(place, column)| (column.name.as_str(), place)).collect())
    }

    /// The position of the column of this name.
    pub(crate) fn of(&self, name: &str) -> Result<usize> {
        self.0.get(name).copied().ok_or_else(|| unknown(name))
    }
}

/// The values of a piece of a column.
pub(crate) fn collected(info: &ColumnInfo, view: &View<'_>) -> Column {
    let mut collector = Collector::new(info, view.len());
    collector.add(view);
    Column { name: info.name.clone(), column_type: info.column_type.clone(), values: collector.values }
}

/// Values of a column while they are read.
struct Collector<'a> {
    values: Values,
    codes: Codes<'a>,
}

/// The positions of a categorical column's values.
enum Codes<'a> {
    None,
    Texts(HashMap<&'a str, u32>),
    Numbers(HashMap<u64, u32>),
    Truths(HashMap<bool, u32>),
}

impl<'a> Collector<'a> {
    fn new(info: &'a ColumnInfo, rows: usize) -> Self {
        let (values, codes) = match &info.column_type {
            ColumnType::Integer { .. } | ColumnType::Float { .. } => {
                (Values::Numbers(Vec::with_capacity(rows)), Codes::None)
            }
            ColumnType::Text { .. }
            | ColumnType::Date { .. }
            | ColumnType::Time { .. }
            | ColumnType::Timestamp { .. } => (Values::Texts(Vec::with_capacity(rows)), Codes::None),
            ColumnType::Categorical { dtype, categories, .. } => {
                (Values::Codes(Vec::with_capacity(rows)), Codes::new(dtype, categories))
            }
        };
        Self { values, codes }
    }

    fn add(&mut self, view: &View<'_>) {
        let cells = (0..view.len()).map(|row| view.get(row));
        match &mut self.values {
            Values::Numbers(numbers) => view.numbers(numbers),
            Values::Texts(texts) => texts.extend(cells.map(|cell| (cell != Cell::Null).then(|| cell.category()))),
            Values::Codes(codes) => codes.extend(cells.map(|cell| self.codes.of(cell))),
        }
    }
}

impl<'a> Codes<'a> {
    fn new(dtype: &str, categories: &'a [String]) -> Self {
        let numbered = || (0u32..).zip(categories);
        match dtype {
            "bool" => Self::Truths(numbered().map(|(code, text)| (text == "True", code)).collect()),
            "int64" => Self::Numbers(
                numbered().filter_map(|(code, text)| Some((integer(text.as_bytes())?.cast_unsigned(), code))).collect(),
            ),
            "float64" => Self::Numbers(
                numbered().filter_map(|(code, text)| Some(((float(text.as_bytes())? + 0.0).to_bits(), code))).collect(),
            ),
            _ => Self::Texts(numbered().map(|(code, text)| (text.as_str(), code)).collect()),
        }
    }

    fn of(&self, cell: Cell<'_>) -> u32 {
        let code = match (self, cell) {
            (Self::Texts(codes), Cell::Text(text)) => codes.get(text),
            (Self::Numbers(codes), Cell::Int(number)) => codes.get(&number.cast_unsigned()),
            (Self::Numbers(codes), Cell::Float(number)) => codes.get(&(number + 0.0).to_bits()),
            (Self::Truths(codes), Cell::Bool(truth)) => codes.get(&truth),
            _ => None,
        };
        code.copied().unwrap_or(MISSING)
    }
}
