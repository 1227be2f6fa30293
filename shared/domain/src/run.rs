//! Runs: one model of a session, with its parameters and, once trained, its scores.

use crate::ids::{JobId, RunId, SessionId};
use crate::metric::Scores;
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The session it belongs to.
    pub session_id: SessionId,
    /// The model component's name.
    pub model_name: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// The model's parameters as the client sent them, envelopes and all.
    pub parameters: Map<String, Value>,
    /// The optimizer component's name, empty for none.
    pub optimizer_name: String,
    /// The optimizer's parameters.
    pub optimizer_parameters: Map<String, Value>,
    /// The metric a search optimises, empty for none.
    pub goal_metric: String,
    /// The inner splitter of a nested cross-validation.
    pub nested: Option<Value>,
    /// Where training stands.
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
    /// Key of the stored model, once trained.
    pub model_key: Option<String>,
    /// Key of the stored split indexes (JSON text), kept over a reset.
    pub splits_key: Option<String>,
    /// The final scores, once trained.
    pub scores: Option<Scores>,
}

impl Run {
    /// Forgets everything training made, except the partitions it was split into.
    pub fn reset(&mut self) {
        self.status = Status::NotStarted;
        self.delivery_time = None;
        self.start_time = None;
        self.end_time = None;
        self.model_key = None;
        self.scores = None;
    }
}
