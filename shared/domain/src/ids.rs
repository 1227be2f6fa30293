//! Identifiers. Entities carry integers that are never reused; jobs carry a UUID.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! integer_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }
    )+};
}

integer_id! {
    /// A folder that groups datasets in the list.
    FolderId,
    /// A dataset.
    DatasetId,
    /// A notebook over a dataset.
    NotebookId,
    /// A converter: a step of a notebook.
    ConverterId,
    /// An explorer of a notebook's table.
    ExplorerId,
    /// A model session: one experiment's configuration.
    SessionId,
    /// One model of a session, trained or to be trained.
    RunId,
    /// A stored prediction of a run.
    PredictionId,
}

/// A job, by UUID (version 4) in its hyphenated text form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub uuid::Uuid);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for JobId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
