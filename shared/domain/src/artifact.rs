//! Results that people look at: figures, tables, texts, pictures.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something to look at. Numbered (`index`) only where it is answered, over all leaves in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Artifact {
    /// A figure.
    Plotly {
        /// Its heading.
        title: Option<String>,
        /// `{"data": [...], "layout": {...}}`, as plotly.js draws it.
        figure: Value,
    },
    /// A table.
    Table {
        /// Its heading.
        title: Option<String>,
        /// Names of its columns.
        columns: Vec<String>,
        /// Its rows, a value for each column.
        rows: Vec<Vec<Value>>,
        /// Cells to point out.
        highlight: Vec<Cell>,
    },
    /// A text.
    Text {
        /// Its heading.
        title: Option<String>,
        /// What it says.
        text: String,
    },
    /// A picture.
    Image {
        /// Its heading.
        title: Option<String>,
        /// Its bytes in base64.
        data: String,
        /// What the bytes are: `image/svg+xml`, `image/png`.
        mime: String,
    },
    /// Several of them under headings.
    Grouped {
        /// Its heading.
        title: Option<String>,
        /// The groups.
        groups: Vec<Group>,
    },
}

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
}

/// Artifacts under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// What is below it; no further groups.
    pub artifacts: Vec<Artifact>,
}
