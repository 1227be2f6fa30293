//! What clients send and receive.

use serde::{Deserialize, Serialize};
use skydash_domain::notebook::Notebook;
use skydash_http::{TableToken, time};
use utoipa::{IntoParams, ToSchema};

/// A notebook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotebookRow {
    id: i64,
    dataset_id: i64,
    name: String,
    description: Option<String>,
    /// Names the notebook's table in the `path` parameters of `/dataset`.
    file_path: String,
    created: String,
    last_modified: String,
}

impl From<Notebook> for NotebookRow {
    fn from(notebook: Notebook) -> Self {
        Self {
            id: notebook.id.0,
            dataset_id: notebook.dataset_id.0,
            file_path: TableToken::Notebook(notebook.id).to_string(),
            name: notebook.name,
            description: notebook.description,
            created: time::local(notebook.created),
            last_modified: time::local(notebook.last_modified),
        }
    }
}

/// A notebook to be created.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewNotebook {
    /// The dataset it is opened on.
    pub(crate) dataset_id: i64,
    /// `Untitled Notebook` when left out.
    pub(crate) name: Option<String>,
    /// What it is about.
    pub(crate) description: Option<String>,
}

/// What to change about a notebook.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NotebookChanges {
    /// Its new name.
    #[schema(nullable = false)]
    pub(crate) name: Option<String>,
}

/// A part of a list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "checked and published, but there is nothing to skip yet")]
pub(crate) struct Window {
    /// How many to leave out from the start.
    #[serde(default)]
    pub(crate) skip: i64,
    /// How many to return at most; 0 for all.
    #[serde(default)]
    pub(crate) limit: i64,
}
