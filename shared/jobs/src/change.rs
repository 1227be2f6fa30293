//! One step of a job: read job and entity, decide, write both at once or not at all.

use crate::active;
use crate::line;
#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use crate::subject::Subject;
use skydash_domain::job::Job;
use skydash_domain::{Error, JobId, JobStatus, Result, Status, Timestamp};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Scope, Stored, Transaction};
use std::time::Duration;

/// The sentence for a job whose entity went away before it ended.
const GONE: &str = "Cancelled, because what this job was for has been deleted or reset.";

/// A job, and the entity it works on while that waits for it.
pub struct Situation {
    /// The job.
    pub job: Stored<Job>,
    /// Its entity; none when that was deleted, reset, or given to another job.
    pub subject: Option<Subject>,
    /// The time of the step.
    pub now: Timestamp,
}

/// What became of looking at a situation.
pub enum Decision<T> {
    /// The situation was changed and is to be written.
    Write(T),
    /// It stays as it is.
    Leave(T),
}

impl Situation {
    async fn load(scope: &Scope, id: JobId) -> Result<Option<Self>> {
        let Some(job) = scope.meta.find::<Job>(id).await? else { return Ok(None) };
        let waits = |subject: &Subject| subject.job_id() == Some(id) && subject.status().is_active();
        let subject = Subject::find(scope, &job.task).await?.filter(waits);
        Ok(Some(Self { job, subject, now: scope.now() }))
    }

    /// Moves the job's entity to a status, if it still waits for the job.
    pub fn enter(&mut self, status: Status) -> Result<()> {
        let now = self.now;
        self.subject.as_mut().map_or(Ok(()), |subject| subject.enter(status, now))
    }

    /// Ends the job without results, and its entity with it.
    pub fn end(&mut self, status: JobStatus, error: Option<String>) -> Result<()> {
        let job = &mut self.job.entity;
        job.status = status;
        job.error = error;
        job.lease_until = None;
        touch(job, self.now);
        self.enter(Status::Error)
    }

    /// Ends the job because somebody asked it to stop, or because its entity no longer waits for it, which is then said.
    pub fn stop(&mut self) -> Result<()> {
        let status = match self.job.status {
            JobStatus::NotStarted => JobStatus::Cancelled,
            _ => JobStatus::Killed,
        };
        let why = self.subject.is_none().then(|| GONE.to_owned());
        self.end(status, why)
    }

    /// Takes the lease away from whoever has it and lets the job wait again.
    pub fn wait_again(&mut self) -> Result<()> {
        let job = &mut self.job.entity;
        job.status = JobStatus::NotStarted;
        job.lease_until = None;
        job.sent_at = Some(self.now);
        touch(job, self.now);
        self.enter(Status::Delivered)
    }

    /// Whether somebody works on the job and may go on.
    pub fn is_leased(&self) -> bool {
        #[cfg(test)]
        if mutant::is(Mutant::Leaseless) {
            return false;
        }
        self.job.status == JobStatus::Started && self.job.lease_until.is_some_and(|lease| lease > self.now)
    }

    async fn commit(self, scope: &Scope) -> Result<Attempt> {
        let mut transaction = Transaction::new().replace(&self.job.entity, self.job.version)?;
        if let Some(subject) = &self.subject {
            transaction = subject.replace(transaction)?;
        }
        let ends = self.job.status.is_terminal();
        if ends {
            transaction = active::delete(transaction, &self.job);
        }
        let attempt = transaction.try_commit(&*scope.meta).await?;
        if ends && attempt == Attempt::Done {
            line::advance(scope, &self.job.task).await;
        }
        Ok(attempt)
    }
}

/// Notes that something about a job changed: never at the time of an earlier change or before it,
/// whatever the clocks of the machines that change it say.
pub fn touch(job: &mut Job, now: Timestamp) {
    job.updated_at = now.max(job.updated_at.after(Duration::from_micros(1)));
}

/// The answer to somebody whose claim is no longer the latest.
pub fn overtaken() -> Error {
    Error::conflict("This job was taken over by another worker.")
}

/// Lets `decide` look at a job, and writes what it changed; again as often as others get in
/// between. None when there is no such job.
pub async fn change<T>(
    scope: &Scope,
    id: JobId,
    mut decide: impl FnMut(&mut Situation) -> Result<Decision<T>>,
) -> Result<Option<T>> {
    for _ in 0..RETRIES {
        let Some(mut situation) = Situation::load(scope, id).await? else { return Ok(None) };
        match decide(&mut situation)? {
            Decision::Leave(outcome) => return Ok(Some(outcome)),
            Decision::Write(outcome) => {
                if situation.commit(scope).await? == Attempt::Done {
                    return Ok(Some(outcome));
                }
            }
        }
    }
    Err(Error::unavailable("a job keeps being changed by others"))
}
