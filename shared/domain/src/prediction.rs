//! Predictions: what a run says about the rows of a dataset or rows typed in by hand.

use crate::dataset::TableVersion;
use crate::ids::{DatasetId, JobId, PredictionId, RunId};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A stored prediction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prediction {
    /// Its id.
    pub id: PredictionId,
    /// The run that predicts.
    pub run_id: RunId,
    /// The dataset predicted on; none for rows typed in by hand.
    pub dataset_id: Option<DatasetId>,
    /// A partition of the run (`train`, `test`, `val`), to predict on those rows only.
    pub split: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// The job that last worked on it.
    pub job_id: Option<JobId>,
    /// The result: the inputs and the predicted column.
    pub table: Option<TableVersion>,
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
}

impl Prediction {
    /// What a run has not predicted yet, on rows typed in by hand.
    #[must_use]
    pub fn new(id: PredictionId, run_id: RunId, now: Timestamp) -> Self {
        Prediction {
            id,
            run_id,
            dataset_id: None,
            split: None,
            status: Status::NotStarted,
            job_id: None,
            table: None,
            created: now,
            last_modified: now,
            delivery_time: None,
            start_time: None,
            end_time: None,
        }
    }
}
