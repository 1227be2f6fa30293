//! How a table is to be changed: described by what changes it, carried out by what stores it.

use crate::table::{Column, ColumnType, Values};

/// The columns of the changed table, and which ones are read to make them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// Names of the columns that are read.
    pub inputs: Vec<String>,
    /// The columns of the changed table, in order.
    pub slots: Vec<Slot>,
}

/// A column of the changed table.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot {
    /// The column of this name as it is.
    Kept(String),
    /// A new column, or one with new values.
    Made {
        /// Its name.
        name: String,
        /// Its type.
        column_type: ColumnType,
    },
}

impl Slot {
    /// The name of the column.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Kept(name) | Self::Made { name, .. } => name,
        }
    }
}

/// How a table is changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Row by row: any run of rows can be changed without the others.
    ByRows(Layout),
    /// As a whole: other rows in another order.
    Whole(Rebuilt),
}

/// What a run of rows becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The values of the [`Slot::Made`] columns, in their order, for every row that was given.
    pub values: Vec<Values>,
    /// Which rows stay; none for all of them.
    pub keep: Option<Vec<bool>>,
}

impl Made {
    /// These values, and every row stays.
    #[must_use]
    pub fn all(values: Vec<Values>) -> Self {
        Self { values, keep: None }
    }
}

/// A table with other rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuilt {
    /// The columns of the changed table, in order: those kept by name, those made with their values.
    pub columns: Vec<RebuiltColumn>,
    /// For each row of the changed table the row whose values kept columns take; none for missing values.
    pub rows: Vec<Option<u64>>,
}

/// A column of a table with other rows.
#[derive(Debug, Clone, PartialEq)]
pub enum RebuiltColumn {
    /// The column of this name, gathered by [`Rebuilt::rows`].
    Kept(String),
    /// A column of these values.
    Made(Column),
}
