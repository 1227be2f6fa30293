//! Orders of rows.

use super::position;
use crate::cell::Cell;
use crate::limits::MAX_CONDITIONS;
use serde_json::Value;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};
use std::cmp::Ordering;

/// Bytes of a text that are compared.
const KEY_BYTES: usize = 1024;

/// Columns by which rows are ordered, the first one first. Rows that are equal in all keep their order, and missing
/// values come last either way. Texts are compared by their first 1,024 bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sort {
    /// Position of a column, and whether its largest value comes first.
    pub(super) columns: Vec<(usize, bool)>,
}

impl Sort {
    /// Reads a sort model as the data grid sends it: `[{"id": column, "desc": bool}]`, or `field` and `sort` as its
    /// older versions say. Text that is no such model is ignored.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a column the table does not have.
    pub fn new(summary: &Summary, model: Option<&str>) -> Result<Self> {
        let Some(Value::Array(items)) = model.and_then(|model| serde_json::from_str(model).ok()) else {
            return Ok(Self::default());
        };
        if items.len() > MAX_CONDITIONS {
            return Err(Error::too_large(format!("Rows are sorted by at most {MAX_CONDITIONS} columns.")));
        }
        let mut columns = Vec::new();
        for item in &items {
            if let Some(name) = item.get("id").or_else(|| item.get("field")).and_then(Value::as_str) {
                let descending = item.get("desc").and_then(Value::as_bool);
                let older = || item.get("sort").and_then(Value::as_str) == Some("desc");
                columns.push((position(summary, name)?, descending.unwrap_or_else(older)));
            }
        }
        Ok(Self { columns })
    }

    /// Whether rows keep the order of the table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}

/// Bytes that an allocation takes beside what it is for.
const ALLOCATION: usize = 16;

/// A row's place in an order.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its values in the sort columns.
    pub keys: Vec<Key>,
    /// Its number.
    pub row: u64,
}

/// A value in a sort column.
#[derive(Debug, Clone)]
pub(super) enum Key {
    /// Missing.
    Null,
    /// A whole number.
    Int(i64),
    /// A number or truth value.
    Number(f64),
    /// Text.
    Text(Box<str>),
}

impl Key {
    /// The key of a value.
    pub(super) fn new(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(number) => Self::Int(number),
            Cell::Text(text) => Self::Text(text[..text.floor_char_boundary(KEY_BYTES)].into()),
            Cell::Bool(_) | Cell::Float(_) => cell.number().map_or(Self::Null, |number| Self::Number(number + 0.0)),
        }
    }

    /// Bytes of memory, about.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + if let Self::Text(text) = self { text.len() + ALLOCATION } else { 0 }
    }

    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Null, Self::Null) => return Ordering::Equal,
            (Self::Null, _) => return Ordering::Greater,
            (_, Self::Null) => return Ordering::Less,
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        if descending { order.reverse() } else { order }
    }
}

impl Place {
    /// Bytes of memory, about.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + ALLOCATION + self.keys.iter().map(Key::bytes).sum::<usize>()
    }

    /// Which of two rows comes first.
    pub(super) fn compare(&self, other: &Self, sort: &Sort) -> Ordering {
        for ((a, b), (_, descending)) in self.keys.iter().zip(&other.keys).zip(&sort.columns) {
            let order = a.compare(b, *descending);
            if order != Ordering::Equal {
                return order;
            }
        }
        self.row.cmp(&other.row)
    }
}
