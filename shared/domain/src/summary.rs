//! The summary object of a table version: everything but the rows.

use crate::statistics::Statistics;
use crate::table::ColumnType;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Format version of a summary written today.
pub const FORMAT: u32 = 1;

/// What a table version is made of and what is known about it. Stored as one JSON object, so that
/// schema, statistics and first rows never touch the Parquet parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// [`FORMAT`].
    pub format: u32,
    /// Number of rows.
    pub rows: u64,
    /// The columns, in order.
    pub columns: Vec<ColumnInfo>,
    /// The Parquet parts, in row order.
    pub parts: Vec<Part>,
    /// The first ten rows (fewer if the table has fewer), each from column name to JSON value.
    pub sample: Vec<Map<String, Value>>,
    /// Missing values by column.
    pub nan: IndexMap<String, u64>,
    /// Statistics; none when the client asked for none.
    pub statistics: Option<Statistics>,
}

/// A column of a table version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnInfo {
    /// The name users see.
    pub name: String,
    /// The name in the Parquet parts: renaming changes only `name`.
    pub source: String,
    /// Its type.
    pub column_type: ColumnType,
}

/// A Parquet object with consecutive rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name within the tenant's tables.
    pub name: String,
    /// Number of rows.
    pub rows: u64,
    /// Its size.
    pub size_bytes: u64,
}

impl Summary {
    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ColumnInfo> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Column name to type, in column order, as `/types` writes it.
    #[must_use]
    pub fn types(&self) -> IndexMap<&str, &ColumnType> {
        self.columns.iter().map(|column| (column.name.as_str(), &column.column_type)).collect()
    }
}
