//! Converters: the steps that change a notebook's table, each into another version of it.

use crate::dataset::TableVersion;
use crate::ids::{ConverterId, JobId, NotebookId};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A step of a notebook: asked for, and once its job has finished, applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Converter {
    /// Its id.
    pub id: ConverterId,
    /// The notebook whose table it changes.
    pub notebook_id: NotebookId,
    /// The converter component's name.
    pub converter: String,
    /// How it changes the table.
    pub settings: Settings,
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
    /// What it did to the table, once it has.
    pub applied: Option<Applied>,
}

/// How a converter changes the table, as the client said it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Settings {
    /// Parameters of the component; none for its defaults.
    pub params: Option<Map<String, Value>>,
    /// What it works on; none for everything.
    pub scope: Option<StepScope>,
    /// Its place among steps that a client saves together. Kept for the client; steps are applied as they are asked for.
    pub order: i64,
    /// The target column, for components that need one.
    pub target: Option<ChosenColumn>,
}

/// The part of a table that a converter works on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StepScope {
    /// The columns; empty for all.
    pub columns: Vec<ChosenColumn>,
    /// The rows it learns from, counted from 1; empty for all.
    pub rows: Vec<i64>,
}

/// A column that a client chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChosenColumn {
    /// Its place in the table that the client saw, counted from 1.
    pub idx: i64,
    /// What else the client said of it, such as its name (`columnName`).
    #[serde(flatten)]
    pub said: Map<String, Value>,
}

/// What a converter did to its notebook's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Its place among the applied steps of the notebook, from 0.
    pub position: u32,
    /// The table it was given.
    pub before: TableVersion,
    /// The table it made.
    pub after: TableVersion,
    /// Key of what it learnt, with which other tables can be changed in the same way.
    pub fitted_key: String,
}
