//! Notebooks: a pointer to a version of a dataset's table, and the steps that led there.

use crate::dataset::TableVersion;
use crate::ids::{DatasetId, NotebookId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A notebook over a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notebook {
    /// Its id.
    pub id: NotebookId,
    /// The dataset it was opened on.
    pub dataset_id: DatasetId,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// The table it currently shows.
    pub table: TableVersion,
    /// How many converters were applied to come from the dataset's table to this one.
    #[serde(default)]
    pub steps: u32,
    /// When it was created.
    pub created: Timestamp,
    /// When it last changed.
    pub last_modified: Timestamp,
}
