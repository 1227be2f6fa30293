//! Parsing a run of whole rows into typed columns.

use super::builder::{Builder, Vector};
use super::fields::{End, field, value_end};
use super::missing::{Missing, Truths};
use super::number::{float, integer, leading_float, leading_integer, trimmed};
use super::problem::Problem;
use crate::kind::Kind;
use crate::limits::{CHUNK_CELLS, MAX_CELL_BYTES, rows_of};
use crate::names::shortened;
use std::borrow::Cow;

/// What is known before a row is parsed.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Byte between values.
    pub separator: u8,
    /// Whether blank lines are no rows.
    pub skip_blank: bool,
    /// Texts that mean no value.
    pub missing: Missing,
    /// Texts that mean true and false.
    pub truths: Truths,
    /// The kind of every column.
    pub kinds: Vec<Kind>,
    /// Whether the kind of a column was declared, so that another one is a mistake.
    pub strict: Vec<bool>,
}

/// Rows of a run of text.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// One builder a column.
    pub columns: Vec<Builder>,
    /// The kinds that would hold all values; where one differs from the plan's, the column's values are not usable.
    pub kinds: Vec<Kind>,
    /// The columns of unknown kind with a value of blanks: they are no text beside values that are not.
    pub blank: Vec<bool>,
    /// The first infinite number of a column: its row and text.
    pub infinite: Vec<(usize, usize, String)>,
    /// Number of rows.
    pub rows: usize,
    /// Cells that are not in the text, for their rows end early.
    pub left_out: usize,
    /// Number of line breaks.
    pub lines: usize,
}

impl Chunk {
    /// Widens kinds to those that would hold these values too, and notes columns with blanks.
    pub(crate) fn widen(&self, kinds: &mut [Kind], blank: &mut [bool]) {
        kinds.iter_mut().zip(&self.kinds).for_each(|(kind, wider)| *kind = kind.join(*wider));
        blank.iter_mut().zip(&self.blank).for_each(|(blank, more)| *blank |= more);
    }
}

/// Parses a run of whole rows.
pub(crate) fn parse(text: &[u8], plan: &Plan) -> Result<Chunk, Problem> {
    if let Err(error) = std::str::from_utf8(text) {
        return Err(Problem::Encoding { line: lines(&text[..error.valid_up_to()]) });
    }
    let lines = lines(text);
    let rows = (lines + 1).min(rows_of(CHUNK_CELLS, plan.kinds.len()));
    let mut parser = Parser {
        plan,
        columns: plan.kinds.iter().map(|kind| Builder::with_capacity(*kind, rows)).collect(),
        kinds: plan.kinds.clone(),
        blank: vec![false; plan.kinds.len()],
        infinite: Vec::new(),
        left_out: 0,
        row: 0,
    };
    let mut at = 0;
    while at < text.len() {
        at = parser.row(text, at)?;
    }
    let Parser { columns, kinds, blank, infinite, left_out, row, .. } = parser;
    Ok(Chunk { columns, kinds, blank, infinite, rows: row, left_out, lines })
}

/// Number of line breaks.
fn lines(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

struct Parser<'a> {
    plan: &'a Plan,
    columns: Vec<Builder>,
    kinds: Vec<Kind>,
    blank: Vec<bool>,
    infinite: Vec<(usize, usize, String)>,
    left_out: usize,
    row: usize,
}

impl Parser<'_> {
    fn row(&mut self, text: &[u8], start: usize) -> Result<usize, Problem> {
        if self.plan.skip_blank {
            let (end, next, what) = value_end(text, start, self.plan.separator);
            if what == End::Row && (end == start || (end - start < 256 && trimmed(&text[start..end]).is_empty())) {
                return Ok(next);
            }
        }
        let mut at = start;
        let width = self.columns.len();
        for column in 0..width {
            let (next, end) = self.value(text, at, column)?;
            at = next;
            if end == End::Row {
                self.columns[column + 1..].iter_mut().for_each(Builder::push_null);
                self.left_out += width - column - 1;
                self.row += 1;
                return Ok(at);
            }
        }
        let mut values = width;
        loop {
            values += 1;
            let (_, end, next) = field(text, at, self.plan.separator);
            at = next;
            if end == End::Row {
                return Err(Problem::TooManyValues { line: lines(&text[..start]), values });
            }
        }
    }

    /// Reads the value at `at`: numbers without looking for their end first, anything else in full.
    fn value(&mut self, text: &[u8], at: usize, column: usize) -> Result<(usize, End), Problem> {
        if !self.plan.missing.numeric && self.kinds[column] == self.plan.kinds[column] {
            let here = &text[at..];
            let (end, next) = match &mut self.columns[column].values {
                Vector::Float(values) => match leading_float(here)
                    .and_then(|read| ending(here, read.1, self.plan).map(|end| (read.0, end)))
                {
                    Some((number, end)) if self.plan.kinds[column] == Kind::Float => {
                        values.push(number);
                        (end.0, end.1)
                    }
                    _ => return self.slow_value(text, at, column),
                },
                Vector::Int(values) => match leading_integer(here)
                    .and_then(|read| ending(here, read.1, self.plan).map(|end| (read.0, end)))
                {
                    Some((number, end)) => {
                        values.push(number);
                        (end.0, end.1)
                    }
                    None => return self.slow_value(text, at, column),
                },
                _ => return self.slow_value(text, at, column),
            };
            return Ok((at + next, end));
        }
        self.slow_value(text, at, column)
    }

    fn slow_value(&mut self, text: &[u8], at: usize, column: usize) -> Result<(usize, End), Problem> {
        let (value, end, next) = field(text, at, self.plan.separator);
        if value.len() > MAX_CELL_BYTES {
            return Err(Problem::LongValue { line: lines(&text[..at]) });
        }
        self.push(value, column)?;
        Ok((next, end))
    }

    fn push(&mut self, value: Cow<'_, [u8]>, column: usize) -> Result<(), Problem> {
        let value = value.as_ref();
        let builder = &mut self.columns[column];
        if self.plan.missing.has(value) {
            builder.push_null();
            return Ok(());
        }
        let planned = self.plan.kinds[column];
        if planned == Kind::Text {
            builder.push_text(value);
            return Ok(());
        }
        if trimmed(value).is_empty() {
            self.blank[column] |= planned == Kind::Unknown;
            builder.push_null();
            return Ok(());
        }
        let strict = self.plan.strict[column];
        match &mut builder.values {
            Vector::Bool(values) => {
                if let Some(truth) = self.plan.truths.read(value) {
                    values.push(truth);
                    return Ok(());
                }
            }
            Vector::Int(values) => {
                if let Some(number) = integer(trimmed(value)).or_else(|| whole(value).filter(|_| strict)) {
                    values.push(number);
                    return Ok(());
                }
            }
            Vector::Float(values) if planned == Kind::Float => {
                if let Some(number) = float(trimmed(value)) {
                    if number.is_finite() {
                        values.push(number);
                    } else {
                        if !self.infinite.iter().any(|(other, _, _)| *other == column) {
                            self.infinite.push((column, self.row, shown(value)));
                        }
                        builder.push_null();
                    }
                    return Ok(());
                }
            }
            _ => {}
        }
        if strict {
            return Err(Problem::Misfit { row: self.row, column, value: shown(value) });
        }
        builder.push_null();
        self.kinds[column] = self.kinds[column].join(classify(value, &self.plan.truths));
        Ok(())
    }
}

/// What follows a number that took `length` bytes, and where the next value starts; none if the value goes on.
fn ending(text: &[u8], length: usize, plan: &Plan) -> Option<(End, usize)> {
    match text.get(length) {
        None => Some((End::Row, length)),
        Some(b'\n') => Some((End::Row, length + 1)),
        Some(b'\r') if text.get(length + 1) == Some(&b'\n') => Some((End::Row, length + 2)),
        Some(byte) if *byte == plan.separator => Some((End::Separator, length + 1)),
        Some(_) => None,
    }
}

/// The narrowest kind that holds this text.
pub(crate) fn classify(value: &[u8], truths: &Truths) -> Kind {
    if truths.read(value).is_some() {
        return Kind::Bool;
    }
    let value = trimmed(value);
    if integer(value).is_some() {
        Kind::Int
    } else if float(value).is_some() {
        Kind::Float
    } else {
        Kind::Text
    }
}

/// A whole number written with decimals that are all zero.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exactly representable")]
fn whole(value: &[u8]) -> Option<i64> {
    float(trimmed(value)).filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64)
}

fn shown(value: &[u8]) -> String {
    shortened(&String::from_utf8_lossy(value))
}
