//! Jobs: work that outlives a request.

use crate::ids::{ConverterId, DatasetId, ExplorerId, JobId, NotebookId, PredictionId, RunId};
use crate::status::JobStatus;
use crate::tenant::Tenant;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a job does. Ids and keys only, never data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Task {
    /// Turns an upload (or a notebook's table) into a dataset's table.
    Dataset {
        /// The dataset to fill.
        dataset_id: DatasetId,
        /// The uploaded file; none when the table comes from a notebook.
        upload: Option<Upload>,
        /// The notebook whose table is to be saved.
        notebook_id: Option<NotebookId>,
        /// The loader's name and parameters, inferred types and renames, as the client sent them.
        params: Map<String, Value>,
    },
    /// Makes the results of an explorer.
    Explorer {
        /// The explorer.
        explorer_id: ExplorerId,
        /// Its notebook.
        notebook_id: NotebookId,
    },
    /// Applies a converter to its notebook's table.
    Converter {
        /// The converter.
        converter_id: ConverterId,
        /// Its notebook.
        notebook_id: NotebookId,
    },
    /// Trains and scores a run.
    Model {
        /// The run.
        run_id: RunId,
    },
    /// Fills a prediction.
    Predict {
        /// The prediction.
        prediction_id: PredictionId,
        /// Key of the rows typed in by hand (a JSON array of objects).
        rows_key: Option<String>,
    },
}

/// Where a job is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// CPU work of up to 15 minutes.
    #[default]
    Compute,
    /// GPU work, or longer work.
    Batch,
}

/// A file received and kept until its job has read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its key in the object store.
    pub key: String,
    /// The name the client gave it; for messages and to tell formats apart, never a path.
    pub file_name: String,
    /// Its size.
    pub size_bytes: u64,
    /// SHA-256 of it, in hexadecimal digits; none where it came in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

impl Task {
    /// The component name the wire calls this work by.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Dataset { .. } => "DatasetJob",
            Self::Explorer { .. } => "ExplorerJob",
            Self::Converter { .. } => "ConverterJob",
            Self::Model { .. } => "ModelJob",
            Self::Predict { .. } => "PredictJob",
        }
    }

    /// The kind and id of the entity it works on; at most one job is active for an entity.
    #[must_use]
    pub fn entity(&self) -> (&'static str, i64) {
        match self {
            Self::Dataset { dataset_id, .. } => ("dataset", dataset_id.0),
            Self::Explorer { explorer_id, .. } => ("explorer", explorer_id.0),
            Self::Converter { converter_id, .. } => ("converter", converter_id.0),
            Self::Model { run_id } => ("run", run_id.0),
            Self::Predict { prediction_id, .. } => ("prediction", prediction_id.0),
        }
    }

    /// The notebook in whose line it stands: work on a notebook waits for the converters that were asked for before it.
    #[must_use]
    pub fn line(&self) -> Option<NotebookId> {
        match self {
            Self::Explorer { notebook_id, .. } | Self::Converter { notebook_id, .. } => Some(*notebook_id),
            Self::Dataset { notebook_id, .. } => *notebook_id,
            Self::Model { .. } | Self::Predict { .. } => None,
        }
    }

    /// Whether those behind it in its line have to wait for it.
    #[must_use]
    pub fn holds_line(&self) -> bool {
        matches!(self, Self::Converter { .. })
    }
}

/// A job as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub task: Task,
    /// What the queue widget calls it: `Train: my run`.
    pub name: String,
    /// Where it is carried out: in the compute lane, until a worker there hands it over.
    #[serde(default)]
    pub lane: Lane,
    /// Where it stands.
    pub status: JobStatus,
    /// When it was asked for.
    pub enqueued_at: Timestamp,
    /// When anything about it last changed. Orders the change feed.
    pub updated_at: Timestamp,
    /// 0 to 100, once it says so.
    pub progress: Option<f64>,
    /// What it is doing.
    pub progress_message: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// How often it was claimed. The number is the fencing token: only the latest claim may commit.
    pub attempt: u32,
    /// How many of its claims were given back by a worker that was told to stop. They are no failures of the job.
    #[serde(default)]
    pub given_back: u32,
    /// Until when the current claim is valid unless renewed.
    pub lease_until: Option<Timestamp>,
    /// Whether somebody asked it to stop.
    pub cancel_requested: bool,
    /// When its message was last put into the queue; a sweeper sends again what got lost.
    pub sent_at: Option<Timestamp>,
}

impl Job {
    /// How many attempts were made that count.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.attempt.saturating_sub(self.given_back)
    }
}

/// What travels through the queue: where to find a job, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Version of this format: 1.
    pub version: u8,
    /// Whose job it is.
    pub tenant: Tenant,
    /// The job.
    pub job_id: JobId,
}
