//! Ending a job: once, and together with its entity.

use crate::MAX_ATTEMPTS;
use crate::active;
use crate::change::{Decision, Situation, change, overtaken, touch};
use crate::claim::{Claim, is_unwanted};
use crate::line;
use crate::subject::JobEntity;
use skydash_domain::job::Job;
use skydash_domain::{Error, JobStatus, Result, Status};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Entity, Stored, Transaction};
use std::time::Duration;

/// What is to be done with a job's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Acknowledge it: the job has ended.
    Acknowledge,
    /// Release it for this long: the job waits for another attempt.
    Release(Duration),
}

/// A job that is about to end well, and its entity.
struct Ending<E> {
    job: Stored<Job>,
    entity: Stored<E>,
}

fn colliding() -> Error {
    Error::unavailable("a job's results keep colliding with other changes")
}

impl Claim {
    /// Ends the job well: `outputs`, the entity as `change` leaves it, and the job, all in one
    /// transaction that only the latest claim can commit. Doing it twice is harmless.
    ///
    /// `change` sees the entity as stored now and may be called several times; the status is set
    /// after it. `outputs` may hold [`skydash_ports::meta::MAX_WRITES`] less three writes, none of
    /// them about the job or its entity.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when somebody asked the job to stop (it has ended so then),
    /// [`Error::NotFound`] when the entity is gone (the job has ended with that),
    /// [`Error::Conflict`] when another worker has the job, whatever `change` fails with.
    pub async fn finish<E: JobEntity>(
        &self,
        mut change: impl FnMut(&mut E) -> Result<()>,
        outputs: Transaction,
    ) -> Result<()> {
        for _ in 0..RETRIES {
            let Some(mut ending) = self.ending::<E>().await? else { return Ok(()) };
            change(&mut ending.entity.entity)?;
            if self.commit(ending, outputs.clone()).await? == Attempt::Done {
                return Ok(());
            }
        }
        Err(colliding())
    }

    /// Ends the job well as [`Claim::finish`] does, and changes `other` together with its entity.
    ///
    /// # Errors
    /// As [`Claim::finish`], and [`Error::NotFound`] when there is no such `other`.
    pub async fn finish_with<E: JobEntity, O: Entity>(
        &self,
        other: impl ToString,
        mut change: impl FnMut(&mut E, &mut O) -> Result<()>,
    ) -> Result<()> {
        let other = other.to_string();
        for _ in 0..RETRIES {
            let Some(mut ending) = self.ending::<E>().await? else { return Ok(()) };
            let mut other: Stored<O> = self.scope.meta.load(&other).await?;
            change(&mut ending.entity.entity, &mut other.entity)?;
            let outputs = Transaction::new().replace(&other.entity, other.version)?;
            if self.commit(ending, outputs).await? == Attempt::Done {
                return Ok(());
            }
        }
        Err(colliding())
    }

    /// Job and entity as they are to be ended; none when this claim has ended them well already.
    async fn ending<E: JobEntity>(&self) -> Result<Option<Ending<E>>> {
        let job: Stored<Job> = self.scope.meta.find(self.job().id).await?.ok_or_else(overtaken)?;
        if self.has_ended(&job) && job.status == JobStatus::Finished {
            return Ok(None);
        }
        if !self.holds(&job) {
            return Err(overtaken());
        }
        if is_unwanted(&job) {
            self.cancelled().await?;
            return Err(Error::Cancelled);
        }
        match self.entity::<E>().await? {
            Some(entity) => Ok(Some(Ending { job, entity })),
            None => {
                self.cancelled().await?;
                Err(Error::not_found(E::NOT_FOUND))
            }
        }
    }

    async fn commit<E: JobEntity>(&self, mut ending: Ending<E>, outputs: Transaction) -> Result<Attempt> {
        let (now, job) = (self.scope.now(), &mut ending.job.entity);
        ending.entity.entity.enter(Status::Finished, now)?;
        job.status = JobStatus::Finished;
        job.progress = Some(100.0);
        job.lease_until = None;
        touch(job, now);
        let transaction =
            outputs.replace(job, ending.job.version)?.replace(&ending.entity.entity, ending.entity.version)?;
        let attempt = active::delete(transaction, job).try_commit(&*self.scope.meta).await?;
        if attempt == Attempt::Done {
            line::advance(&self.scope, &job.task).await;
        }
        Ok(attempt)
    }

    /// The job's entity, while it waits for this job.
    async fn entity<E: JobEntity>(&self) -> Result<Option<Stored<E>>> {
        let (kind, id) = self.job().task.entity();
        if kind != E::KIND {
            return Err(Error::internal(format!("a job for a {kind} was to finish a {}", E::KIND)));
        }
        let found: Option<Stored<E>> = self.scope.meta.find(id).await?;
        Ok(found.filter(|entity| entity.job_id() == Some(self.job().id) && entity.status().is_active()))
    }

    /// Ends the job with a sentence that says why, and its entity in error.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another worker has the job.
    pub async fn fail(&self, sentence: &str) -> Result<()> {
        self.end(|situation| situation.end(JobStatus::Error, Some(sentence.to_owned()))).await
    }

    /// Ends the job because somebody asked it to stop, or deleted what it was for.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another worker has the job.
    pub async fn cancelled(&self) -> Result<()> {
        self.end(Situation::stop).await
    }

    /// Lets the job wait for another attempt, or gives it up after [`MAX_ATTEMPTS`] of them.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another worker has the job.
    pub async fn retry_later(&self, why: &str) -> Result<Next> {
        let attempt = self.job().tries();
        if attempt >= MAX_ATTEMPTS {
            tracing::error!(job.id = %self.job().id, job.attempt = attempt, error = why, "a job is given up");
            let sentence = format!("Given up after {attempt} attempts: the storage of the server did not answer.");
            self.fail(&sentence).await?;
            return Ok(Next::Acknowledge);
        }
        self.end(|situation| match situation.job.cancel_requested {
            true => situation.stop(),
            false => situation.wait_again(),
        })
        .await?;
        Ok(Next::Release(Duration::from_secs(2_u64.saturating_pow(attempt))))
    }

    /// Ends the attempt as an error of the work demands: cancelled, tried again when trying again
    /// may help, failed for good otherwise. A defect of ours is logged and not shown. When another
    /// worker has the job, nothing is left to do.
    pub async fn give_up(&self, error: &Error) -> Result<Next> {
        let ended = match error {
            Error::Cancelled => self.cancelled().await,
            Error::Unavailable(why) => return self.retry_later(why).await,
            Error::Internal(why) => {
                tracing::error!(job.id = %self.job().id, job.attempt = self.job().attempt, error = %why, "a job failed");
                self.fail("Something went wrong that you cannot mend. The log of the server has the details.").await
            }
            told => self.fail(&told.to_string()).await,
        };
        match ended {
            Ok(()) | Err(Error::Conflict(_)) => Ok(Next::Acknowledge),
            Err(other) => Err(other),
        }
    }

    pub(crate) async fn end(&self, mut step: impl FnMut(&mut Situation) -> Result<()>) -> Result<()> {
        let outcome = change(&self.scope, self.job().id, |situation| {
            if self.has_ended(&situation.job) {
                return Ok(Decision::Leave(()));
            }
            if !self.holds(&situation.job) {
                return Err(overtaken());
            }
            step(situation).map(Decision::Write)
        });
        outcome.await.map(|_| ())
    }
}
