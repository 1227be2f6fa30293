//! What a job works on: a dataset, an explorer, a converter, a run, a prediction.

use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::job::Task;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{Error, JobId, Result, Status, Timestamp};
use skydash_ports::{Entity, Scope, Stored, Transaction};

/// An entity that jobs work on.
pub trait JobEntity: Entity {
    /// Where it stands.
    fn status(&self) -> Status;
    /// The job that last worked on it.
    fn job_id(&self) -> Option<JobId>;
    /// Gives it to a job.
    fn assign(&mut self, job: JobId);
    /// Goes to another status and notes the time; a conflict when the state machine has no such step.
    fn enter(&mut self, status: Status, now: Timestamp) -> Result<()>;
}

impl JobEntity for Dataset {
    fn status(&self) -> Status {
        self.status
    }

    fn job_id(&self) -> Option<JobId> {
        self.job_id
    }

    fn assign(&mut self, job: JobId) {
        self.job_id = Some(job);
    }

    fn enter(&mut self, status: Status, now: Timestamp) -> Result<()> {
        self.status = self.status.step(status)?;
        self.last_modified = now;
        if status == Status::Started {
            self.created = now;
        }
        Ok(())
    }
}

macro_rules! timed_job_entity {
    ($($type:ty),+) => {$(
        impl JobEntity for $type {
            fn status(&self) -> Status {
                self.status
            }

            fn job_id(&self) -> Option<JobId> {
                self.job_id
            }

            fn assign(&mut self, job: JobId) {
                self.job_id = Some(job);
            }

            fn enter(&mut self, status: Status, now: Timestamp) -> Result<()> {
                self.status = self.status.step(status)?;
                self.last_modified = now;
                match status {
                    Status::NotStarted => {}
                    Status::Delivered => {
                        self.delivery_time = Some(now);
                        self.start_time = None;
                        self.end_time = None;
                    }
                    Status::Started => self.start_time = Some(now),
                    Status::Finished | Status::Error => self.end_time = Some(now),
                }
                Ok(())
            }
        }
    )+};
}

timed_job_entity!(Explorer, Converter, Run, Prediction);

/// The entity of a task, as read.
#[derive(Debug, Clone)]
pub enum Subject {
    /// Of [`Task::Dataset`].
    Dataset(Stored<Dataset>),
    /// Of [`Task::Explorer`].
    Explorer(Box<Stored<Explorer>>),
    /// Of [`Task::Converter`].
    Converter(Box<Stored<Converter>>),
    /// Of [`Task::Model`].
    Run(Box<Stored<Run>>),
    /// Of [`Task::Predict`].
    Prediction(Stored<Prediction>),
}

/// The same expression for whatever entity it is.
macro_rules! each {
    ($subject:expr, $stored:ident => $value:expr) => {
        match $subject {
            Subject::Dataset($stored) => $value,
            Subject::Explorer($stored) => $value,
            Subject::Converter($stored) => $value,
            Subject::Run($stored) => $value,
            Subject::Prediction($stored) => $value,
        }
    };
}

impl Subject {
    /// The entity of a task, if it exists.
    pub async fn find(scope: &Scope, task: &Task) -> Result<Option<Self>> {
        Ok(match task {
            Task::Dataset { dataset_id, .. } => scope.meta.find(dataset_id).await?.map(Self::Dataset),
            Task::Explorer { explorer_id, .. } => {
                scope.meta.find(explorer_id).await?.map(|explorer| Self::Explorer(Box::new(explorer)))
            }
            Task::Converter { converter_id, .. } => {
                scope.meta.find(converter_id).await?.map(|converter| Self::Converter(Box::new(converter)))
            }
            Task::Model { run_id } => scope.meta.find(run_id).await?.map(|run| Self::Run(Box::new(run))),
            Task::Predict { prediction_id, .. } => scope.meta.find(prediction_id).await?.map(Self::Prediction),
        })
    }

    /// The error that says there is no such entity.
    #[must_use]
    pub fn missing(task: &Task) -> Error {
        Error::not_found(match task {
            Task::Dataset { .. } => Dataset::NOT_FOUND,
            Task::Explorer { .. } => Explorer::NOT_FOUND,
            Task::Converter { .. } => Converter::NOT_FOUND,
            Task::Model { .. } => Run::NOT_FOUND,
            Task::Predict { .. } => Prediction::NOT_FOUND,
        })
    }

    /// The job that has done for good what there was to do: no other one is needed.
    #[must_use]
    pub fn done_by(&self) -> Option<JobId> {
        match self {
            Self::Converter(converter) if converter.applied.is_some() => converter.job_id,
            _ => None,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        each!(self, stored => stored.status())
    }

    /// The job that last worked on it.
    #[must_use]
    pub fn job_id(&self) -> Option<JobId> {
        each!(self, stored => stored.job_id())
    }

    /// Gives it to a job.
    pub fn assign(&mut self, job: JobId) {
        each!(self, stored => stored.entity.assign(job));
    }

    /// Goes to another status.
    pub fn enter(&mut self, status: Status, now: Timestamp) -> Result<()> {
        each!(self, stored => stored.entity.enter(status, now))
    }

    /// Adds its writing to a transaction, over the version it was read at.
    pub fn replace(&self, transaction: Transaction) -> Result<Transaction> {
        each!(self, stored => transaction.replace(&stored.entity, stored.version))
    }
}
