//! Where engines take columns from: one at a time, so that a table need not be in memory as a whole.

use crate::error::{Error, Result};
use crate::table::{Column, ColumnType};
use indexmap::IndexMap;

/// A table that gives its columns one by one.
pub trait Columns: Sync {
    /// Number of rows.
    fn rows(&self) -> usize;

    /// Column name to type, in column order.
    fn types(&self) -> &IndexMap<String, ColumnType>;

    /// All values of a column.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a column that the table does not have, and those of the store.
    fn column(&self, name: &str) -> Result<Column>;

    /// Gives `take` all values of a column in runs of rows, from the first row to the last, so that they need not be in
    /// memory together.
    ///
    /// # Errors
    /// Those of [`Columns::column`], and those of `take`.
    fn runs(&self, name: &str, take: &mut dyn FnMut(Column) -> Result<()>) -> Result<()> {
        take(self.column(name)?)
    }
}

/// Columns in memory.
#[derive(Debug, Clone, Default)]
pub struct Held {
    rows: usize,
    types: IndexMap<String, ColumnType>,
    columns: IndexMap<String, Column>,
}

impl Held {
    /// A table of these columns.
    ///
    /// # Errors
    /// [`Error::Internal`] when they differ in length.
    pub fn new(columns: Vec<Column>) -> Result<Self> {
        let rows = columns.first().map_or(0, |column| column.values.len());
        if columns.iter().any(|column| column.values.len() != rows) {
            return Err(Error::internal("columns differ in length"));
        }
        let types = columns.iter().map(|column| (column.name.clone(), column.column_type.clone())).collect();
        let columns = columns.into_iter().map(|column| (column.name.clone(), column)).collect();
        Ok(Self { rows, types, columns })
    }

    /// The columns by name, in order.
    #[must_use]
    pub fn into_columns(self) -> IndexMap<String, Column> {
        self.columns
    }
}

impl Columns for Held {
    fn rows(&self) -> usize {
        self.rows
    }

    fn types(&self) -> &IndexMap<String, ColumnType> {
        &self.types
    }

    fn column(&self, name: &str) -> Result<Column> {
        self.columns.get(name).cloned().ok_or_else(|| unknown(name))
    }
}

/// The error of a column that is not there.
#[must_use]
pub fn unknown(name: &str) -> Error {
    Error::invalid(format!("Column '{name}' not found in dataset"))
}
