//! Typed columns while they grow.

use super::number::{float, integer};
use crate::kind::Kind;

/// The values of a column so far. Missing ones hold a zero (or nothing) and are listed by position.
#[derive(Debug, Clone)]
pub(crate) struct Builder {
    /// The values.
    pub values: Vector,
    /// Positions of missing values, ascending.
    pub nulls: Vec<u32>,
}

/// Values of one kind.
#[derive(Debug, Clone)]
pub(crate) enum Vector {
    /// Truth values.
    Bool(Vec<bool>),
    /// Whole numbers.
    Int(Vec<i64>),
    /// Floating point numbers.
    Float(Vec<f64>),
    /// Text: all bytes in a row, and where each value ends.
    Text(Vec<u8>, Vec<usize>),
}

impl Builder {
    /// No values yet, of this kind.
    pub(crate) fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Bool => Vector::Bool(Vec::new()),
            Kind::Int => Vector::Int(Vec::new()),
            Kind::Float | Kind::Unknown => Vector::Float(Vec::new()),
            Kind::Text => Vector::Text(Vec::new(), Vec::new()),
        };
        Self { values, nulls: Vec::new() }
    }

    /// No values yet, with room for this many.
    pub(crate) fn with_capacity(kind: Kind, rows: usize) -> Self {
        let mut builder = Self::new(kind);
        match &mut builder.values {
            Vector::Bool(values) => values.reserve(rows),
            Vector::Int(values) => values.reserve(rows),
            Vector::Float(values) => values.reserve(rows),
            Vector::Text(_, ends) => ends.reserve(rows),
        }
        builder
    }

    /// Number of values.
    pub(crate) fn len(&self) -> usize {
        match &self.values {
            Vector::Bool(values) => values.len(),
            Vector::Int(values) => values.len(),
            Vector::Float(values) => values.len(),
            Vector::Text(_, ends) => ends.len(),
        }
    }

    /// Bytes of memory, about.
    pub(crate) fn bytes(&self) -> usize {
        let values = match &self.values {
            Vector::Bool(values) => values.len(),
            Vector::Int(values) => values.len() * 8,
            Vector::Float(values) => values.len() * 8,
            Vector::Text(bytes, ends) => bytes.len() + ends.len() * 24,
        };
        values + self.nulls.len() * 4
    }

    /// Adds a missing value.
    #[expect(clippy::cast_possible_truncation, reason = "a row group has far fewer rows than 2^32")]
    pub(crate) fn push_null(&mut self) {
        self.nulls.push(self.len() as u32);
        match &mut self.values {
            Vector::Bool(values) => values.push(false),
            Vector::Int(values) => values.push(0),
            Vector::Float(values) => values.push(0.0),
            Vector::Text(bytes, ends) => ends.push(bytes.len()),
        }
    }

    /// Adds text to a text column.
    pub(crate) fn push_text(&mut self, text: &[u8]) {
        if let Vector::Text(bytes, ends) = &mut self.values {
            bytes.extend_from_slice(text);
            ends.push(bytes.len());
        }
    }

    /// Adds a category, given as text, to a column of any kind; none when the text is no value of that kind.
    pub(crate) fn push_category(&mut self, text: &str) -> Option<()> {
        match &mut self.values {
            Vector::Bool(values) => values.push(match text {
                "True" | "true" => true,
                "False" | "false" => false,
                _ => return None,
            }),
            Vector::Int(values) => values.push(integer(text.as_bytes())?),
            Vector::Float(values) => values.push(float(text.as_bytes())?),
            Vector::Text(..) => self.push_text(text.as_bytes()),
        }
        Some(())
    }

    /// Adds the values of another builder of the same kind.
    #[expect(clippy::cast_possible_truncation, reason = "a row group has far fewer rows than 2^32")]
    pub(crate) fn append(&mut self, other: &Self) {
        let offset = self.len() as u32;
        self.nulls.extend(other.nulls.iter().map(|null| null + offset));
        match (&mut self.values, &other.values) {
            (Vector::Bool(values), Vector::Bool(more)) => values.extend_from_slice(more),
            (Vector::Int(values), Vector::Int(more)) => values.extend_from_slice(more),
            (Vector::Float(values), Vector::Float(more)) => values.extend_from_slice(more),
            (Vector::Text(bytes, ends), Vector::Text(more, more_ends)) => {
                let start = bytes.len();
                bytes.extend_from_slice(more);
                ends.extend(more_ends.iter().map(|end| end + start));
            }
            _ => {}
        }
    }

    /// Keeps the first `rows` values only.
    pub(crate) fn truncate(&mut self, rows: usize) {
        self.nulls.retain(|null| (*null as usize) < rows);
        match &mut self.values {
            Vector::Bool(values) => values.truncate(rows),
            Vector::Int(values) => values.truncate(rows),
            Vector::Float(values) => values.truncate(rows),
            Vector::Text(bytes, ends) => {
                ends.truncate(rows);
                bytes.truncate(ends.last().copied().unwrap_or(0));
            }
        }
    }
}
