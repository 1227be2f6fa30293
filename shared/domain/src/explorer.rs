//! Explorers: looks at some columns of a notebook's table.

use crate::ids::{ExplorerId, JobId, NotebookId};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An explorer: asked for, and once its job has finished, with results to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explorer {
    /// Its id.
    pub id: ExplorerId,
    /// The notebook whose table it looks at.
    pub notebook_id: NotebookId,
    /// The explorer component's name.
    pub exploration_type: String,
    /// The columns it looks at, as the client said them, each with its name as `columnName`.
    pub columns: Vec<Map<String, Value>>,
    /// Parameters of the component, as the client sent them.
    pub parameters: Map<String, Value>,
    /// Its title, where the user gave it one.
    pub name: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// The job that last worked on it.
    pub job_id: Option<JobId>,
    /// When it was created.
    pub created: Timestamp,
    /// When it last changed.
    pub last_modified: Timestamp,
    /// When its job was put into the queue.
    pub delivery_time: Option<Timestamp>,
    /// When its job started.
    pub start_time: Option<Timestamp>,
    /// When its job ended.
    pub end_time: Option<Timestamp>,
    /// Key of the stored results (a JSON list of [`crate::artifact::Artifact`]s), once there are any.
    pub results_key: Option<String>,
    /// Whether it was changed since its results were made.
    pub outdated: bool,
    /// Keys of what users put in place of results, by the result's index.
    pub overrides: BTreeMap<u32, String>,
}

impl Explorer {
    /// What people call it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.exploration_type)
    }

    /// The names of its columns.
    pub fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|column| column.get("columnName")?.as_str())
    }
}
