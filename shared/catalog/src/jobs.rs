//! The jobs, as components.

use crate::entry::Entry;
use crate::kind::Kind;
use serde_json::Value;

/// A sort of background work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobKind {
    /// The name clients use.
    pub name: &'static str,
    /// What it does, in English.
    pub description: &'static str,
}

/// All jobs.
pub const ALL: &[JobKind] = &[
    JobKind { name: "ModelJob", description: "Trains the model of a run and scores it." },
    JobKind {
        name: "PredictJob",
        description: "Predicts the rows of a dataset, or rows entered by hand, with a trained model.",
    },
    JobKind { name: "ExplorerJob", description: "Makes the figures and tables of an explorer." },
    JobKind { name: "ConverterJob", description: "Applies a converter to the table of a notebook." },
    JobKind { name: "DatasetJob", description: "Reads an uploaded file into a dataset." },
];

impl From<&JobKind> for Entry {
    fn from(job: &JobKind) -> Self {
        Self {
            name: job.name,
            kind: Kind::Job,
            display_name: None,
            description: job.description.to_owned(),
            color: None,
            parents: &["BaseJob"],
            related: &[],
            metadata: Value::Null,
            schema: None,
            check: None,
        }
    }
}
