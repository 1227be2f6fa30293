//! Model sessions: the configuration that all runs of an experiment share.

use crate::ids::{DatasetId, SessionId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A model session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The dataset its runs learn from.
    pub dataset_id: DatasetId,
    /// The task component's name.
    pub task_name: String,
    /// Its name, unique among sessions.
    pub name: String,
    /// Columns the models see.
    pub input_columns: Vec<String>,
    /// The column they predict (one, for every task of today).
    pub output_columns: Vec<String>,
    /// Metric names scored on the train partition.
    pub train_metrics: Vec<String>,
    /// Metric names scored on the validation partition.
    pub validation_metrics: Vec<String>,
    /// Metric names scored on the test partition.
    pub test_metrics: Vec<String>,
    /// The evaluation strategy component's name.
    pub evaluation_strategy: String,
    /// The splitter's configuration: the exact JSON text the client sent, or that without its lists of rows when it is
    /// too long for a record.
    pub splits: String,
    /// Key of the stored text, when it is too long for a record.
    #[serde(default)]
    pub splits_key: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When it last changed.
    pub last_modified: Timestamp,
}
