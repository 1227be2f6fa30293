//! One value of a table, and columns of them as they come from the parts.

use polars::prelude::{BooleanChunked, DataType, Float64Chunked, Int64Chunked, Series, StringChunked};
use serde_json::{Number, Value};
use skydash_domain::{Error, Result};
use std::cmp::Ordering;
use std::fmt::Write;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// Text.
    Text(&'a str),
}

impl Cell<'_> {
    /// As JSON; what JSON has no number for is null.
    pub(crate) fn json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(truth),
            Self::Int(number) => Value::from(number),
            Self::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            Self::Text(text) => Value::from(text),
        }
    }

    /// Adds its JSON to a text.
    pub(crate) fn write_json(self, out: &mut Vec<u8>) -> Result<()> {
        let written = match self {
            Self::Text(text) => serde_json::to_writer(out, text),
            other => serde_json::to_writer(out, &other.json()),
        };
        written.map_err(|error| Error::internal(error.to_string()))
    }

    /// Adds its text as an export writes it: `5` for 5.0, `true`, text as it is.
    pub(crate) fn write(self, out: &mut String) {
        let written = match self {
            Self::Null => Ok(()),
            Self::Bool(truth) => out.write_str(if truth { "true" } else { "false" }),
            Self::Int(number) => write!(out, "{number}"),
            Self::Float(number) if number != 0.0 && !(1e-5..1e16).contains(&number.abs()) => write!(out, "{number:e}"),
            Self::Float(number) => write!(out, "{number}"),
            Self::Text(text) => out.write_str(text),
        };
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }

    /// Its text as a category: `1.0` for 1.0, `True`.
    pub(crate) fn category(self) -> String {
        match self {
            Self::Bool(truth) => if truth { "True" } else { "False" }.to_owned(),
            Self::Float(number) => format!("{number:?}"),
            Self::Int(number) => number.to_string(),
            Self::Text(text) => text.to_owned(),
            Self::Null => String::new(),
        }
    }

    /// The number it is, if it is one.
    #[expect(clippy::cast_precision_loss, reason = "numbers above 2^53 are compared about")]
    pub(crate) fn number(self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(number as f64),
            Self::Float(number) => Some(number),
            Self::Bool(truth) => Some(f64::from(u8::from(truth))),
            Self::Null | Self::Text(_) => None,
        }
    }

    /// Order among values of one column; values that cannot be compared are equal.
    pub(crate) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) => a.cmp(&b),
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                _ => Ordering::Equal,
            },
        }
    }
}

/// A value that outlives the column it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kept {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// Text.
    Text(Box<str>),
}

impl Kept {
    /// A copy of a value; none of a missing one.
    pub(crate) fn new(cell: Cell<'_>) -> Option<Self> {
        Some(match cell {
            Cell::Null => return None,
            Cell::Bool(truth) => Self::Bool(truth),
            Cell::Int(number) => Self::Int(number),
            Cell::Float(number) => Self::Float(number),
            Cell::Text(text) => Self::Text(text.into()),
        })
    }

    /// The value.
    pub(crate) fn cell(&self) -> Cell<'_> {
        match self {
            Self::Bool(truth) => Cell::Bool(*truth),
            Self::Int(number) => Cell::Int(*number),
            Self::Float(number) => Cell::Float(*number),
            Self::Text(text) => Cell::Text(text),
        }
    }
}

/// The values of a column of a part.
pub(crate) enum View<'a> {
    /// Truth values.
    Bool(&'a BooleanChunked),
    /// Whole numbers.
    Int(&'a Int64Chunked),
    /// Floating point numbers.
    Float(&'a Float64Chunked),
    /// Text.
    Text(&'a StringChunked),
}

impl<'a> View<'a> {
    /// Looks at a column.
    ///
    /// # Errors
    /// [`Error::Internal`] for a column of a kind that this crate does not write.
    pub(crate) fn new(series: &'a Series) -> Result<Self> {
        let view = match series.dtype() {
            DataType::Boolean => series.bool().map(Self::Bool),
            DataType::Int64 => series.i64().map(Self::Int),
            DataType::Float64 => series.f64().map(Self::Float),
            _ => series.str().map(Self::Text),
        };
        view.map_err(|error| Error::internal(error.to_string()))
    }

    /// The Arrow name of the values.
    pub(crate) fn dtype(&self) -> &'static str {
        match self {
            Self::Bool(_) => "bool",
            Self::Int(_) => "int64",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }

    /// Number of values.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bool(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Number of missing values.
    pub(crate) fn nulls(&self) -> usize {
        match self {
            Self::Bool(values) => values.null_count(),
            Self::Int(values) => values.null_count(),
            Self::Float(values) => values.null_count(),
            Self::Text(values) => values.null_count(),
        }
    }

    /// Adds its values as numbers; NaN for what is missing or no number.
    #[expect(clippy::cast_precision_loss, reason = "numbers above 2^53 are counted with about")]
    pub(crate) fn numbers(&self, out: &mut Vec<f64>) {
        match self {
            Self::Float(values) => match values.cont_slice() {
                Ok(numbers) => out.extend_from_slice(numbers),
                Err(_) => out.extend(values.iter().map(|number| number.unwrap_or(f64::NAN))),
            },
            Self::Int(values) => match values.cont_slice() {
                Ok(numbers) => out.extend(numbers.iter().map(|&number| number as f64)),
                Err(_) => out.extend(values.iter().map(|number| number.map_or(f64::NAN, |number| number as f64))),
            },
            Self::Bool(_) | Self::Text(_) => {
                out.extend((0..self.len()).map(|row| self.get(row).number().unwrap_or(f64::NAN)));
            }
        }
    }

    /// The value at this position.
    pub(crate) fn get(&self, at: usize) -> Cell<'a> {
        match self {
            Self::Bool(values) => values.get(at).map_or(Cell::Null, Cell::Bool),
            Self::Int(values) => values.get(at).map_or(Cell::Null, Cell::Int),
            Self::Float(values) => values.get(at).map_or(Cell::Null, Cell::Float),
            Self::Text(values) => values.get(at).map_or(Cell::Null, Cell::Text),
        }
    }
}
