//! The two state machines: of entities that a job works on, and of jobs.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// The status of a dataset, run, prediction and every other entity that a job works on.
///
/// A number on the wire. Allowed steps: see [`Status::can_become`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Status {
    /// Nothing was asked for yet, or the entity was reset.
    #[default]
    NotStarted = 0,
    /// A job for it waits in the queue.
    Delivered = 1,
    /// A job works on it.
    Started = 2,
    /// The last job finished well.
    Finished = 3,
    /// The last job failed or was cancelled.
    Error = 4,
}

impl Status {
    /// Whether the state machine has this step. Staying where one is always allowed.
    #[must_use]
    pub fn can_become(self, next: Self) -> bool {
        use Status::{Delivered, Error, Finished, NotStarted, Started};
        self == next
            || matches!(
                (self, next),
                (NotStarted | Finished | Error, Delivered)
                    | (Delivered, Started | Error | NotStarted)
                    | (Started, Finished | Error | Delivered)
                    | (Finished | Error, NotStarted)
            )
    }

    /// The next status, or a conflict when the state machine has no such step.
    pub fn step(self, next: Self) -> Result<Self> {
        if self.can_become(next) {
            Ok(next)
        } else {
            Err(Error::conflict(format!("A status cannot go from {self:?} to {next:?}.")))
        }
    }

    /// Whether a job waits for the entity or works on it.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::Delivered | Self::Started)
    }
}

impl From<Status> for u8 {
    fn from(status: Status) -> Self {
        status as u8
    }
}

impl TryFrom<u8> for Status {
    type Error = Error;

    fn try_from(number: u8) -> Result<Self> {
        [Self::NotStarted, Self::Delivered, Self::Started, Self::Finished, Self::Error]
            .into_iter()
            .find(|status| *status as u8 == number)
            .ok_or_else(|| Error::invalid(format!("{number} is not a status.")))
    }
}

/// The status of a job: a word on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// Waiting in the queue.
    NotStarted,
    /// Claimed by an executor.
    Started,
    /// Ended well; its results are committed.
    Finished,
    /// Ended with a sentence that says why.
    Error,
    /// Cancelled before it started.
    Cancelled,
    /// Cancelled while it was running.
    Killed,
}

impl JobStatus {
    /// Whether the job has ended; a terminal status never changes again.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        !matches!(self, Self::NotStarted | Self::Started)
    }

    /// The wire's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Started => "started",
            Self::Finished => "finished",
            Self::Error => "error",
            Self::Cancelled => "cancelled",
            Self::Killed => "killed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_walks_through_its_job_and_can_be_started_again() {
        use Status::*;
        for path in [
            [NotStarted, Delivered, Started, Finished],
            [Finished, Delivered, Started, Error],
            [Error, NotStarted, Delivered, Error],
        ] {
            for step in path.windows(2) {
                assert!(step[0].can_become(step[1]), "{step:?}");
            }
        }
        assert!(!NotStarted.can_become(Finished));
        assert!(!Finished.can_become(Started));
    }
}
