//! What clients send and receive.

use crate::change::MAX_DESCRIPTION_CHARACTERS;
use serde::{Deserialize, Serialize};
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_http::openapi::Name;
use skydash_http::rows::ExplorerRow;
use skydash_http::{TableToken, time};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

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

/// A description as `change` checks it.
fn description() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .max_length(Some(MAX_DESCRIPTION_CHARACTERS))
        .description(Some("What it is about."))
}

/// A notebook to be created.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewNotebook {
    /// The dataset it is opened on.
    pub(crate) dataset_id: i64,
    /// `Untitled Notebook` when left out.
    #[schema(value_type = Option<Name>)]
    pub(crate) name: Option<String>,
    /// What it is about.
    #[schema(schema_with = description)]
    pub(crate) description: Option<String>,
}

/// What to change about a notebook.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NotebookChanges {
    /// Its new name.
    #[schema(value_type = Name, required = false)]
    pub(crate) name: Option<String>,
}

/// An explorer in the list of its notebook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotebookExplorer {
    #[serde(flatten)]
    row: ExplorerRow,
    /// The job that last worked on it.
    huey_id: Option<String>,
    /// The results, once there are any: a token that leads nowhere by itself.
    artifacts_path: Option<String>,
    /// Always null: what users put in place of results comes with the results.
    #[schema(value_type = Option<Object>)]
    plot_overrides: (),
}

impl From<Explorer> for NotebookExplorer {
    fn from(explorer: Explorer) -> Self {
        Self {
            huey_id: explorer.job_id.map(|job| job.to_string()),
            artifacts_path: explorer.results_key.as_ref().map(|_| format!("explorers/{}/artifacts", explorer.id)),
            plot_overrides: (),
            row: explorer.into(),
        }
    }
}
