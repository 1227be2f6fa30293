//! Asking for a job.

use crate::active;
use crate::change::{Decision, change};
use crate::dependents;
#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use crate::subject::{JobEntity, Subject};
use skydash_domain::job::{Job, Lane, Message, Task};
use skydash_domain::{Error, JobId, JobStatus, Result, Status};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Scope, Transaction};

/// Asks for a task, under the name that the queue widget shows, and gives the job's id.
///
/// While a job for the same entity is active nothing is written, and its id comes back. When this
/// returns well, the job will be carried out: a message that cannot be sent now is sent by the sweeper.
///
/// # Errors
/// The entity's own [`Error::NotFound`] when there is none, [`Error::Conflict`] for a dataset whose rows model sessions
/// depend on.
pub async fn enqueue(scope: &Scope, task: Task, name: impl Into<String>) -> Result<JobId> {
    let mut job = new_job(scope, task, name.into());
    for _ in 0..RETRIES {
        match write(scope, &mut job).await? {
            Written::Done => {
                post(scope, &job).await;
                return Ok(job.id);
            }
            Written::Already(id) => return Ok(id),
            Written::Stale => {}
        }
    }
    Err(Error::unavailable("an entity keeps being changed by others"))
}

/// Stores a new entity together with the first task for it, and with what the transaction holds besides: all or
/// nothing. Gives the entity as it was stored.
///
/// # Errors
/// What the transaction's own refusals say.
pub async fn enqueue_new<E: JobEntity>(
    scope: &Scope,
    mut entity: E,
    task: Task,
    name: impl Into<String>,
    transaction: Transaction,
) -> Result<E> {
    let job = new_job(scope, task, name.into());
    entity.enter(Status::Delivered, job.enqueued_at)?;
    entity.assign(job.id);
    let transaction = transaction.insert(&entity)?.insert(&job)?;
    active::put(transaction, &job, None).commit(&*scope.meta).await?;
    post(scope, &job).await;
    Ok(entity)
}

fn new_job(scope: &Scope, task: Task, name: String) -> Job {
    let now = scope.now();
    Job {
        id: JobId(scope.entropy.uuid()),
        task,
        name,
        lane: Lane::default(),
        status: JobStatus::NotStarted,
        enqueued_at: now,
        updated_at: now,
        progress: None,
        progress_message: None,
        error: None,
        attempt: 0,
        given_back: 0,
        lease_until: None,
        cancel_requested: false,
        sent_at: Some(now),
    }
}

enum Written {
    Done,
    Already(JobId),
    Stale,
}

/// The entity is read before the record of its active job, and written over the version it was read at. So that record
/// is of no later job than the entity says: an equal version of it is the same record, and not one that was made anew.
async fn write(scope: &Scope, job: &mut Job) -> Result<Written> {
    let mut subject = Subject::find(scope, &job.task).await?.ok_or_else(|| Subject::missing(&job.task))?;
    let found = active::find(scope, job.task.entity()).await?;
    if let Some(found) = &found {
        let other = scope.meta.find::<Job>(found.job_id).await?;
        if other.is_some_and(|other| !other.status.is_terminal()) {
            return Ok(Written::Already(found.job_id));
        }
    }
    // It may have been done since the caller looked.
    if let Some(done) = done_by(&subject) {
        return Ok(Written::Already(done));
    }
    if let Subject::Dataset(dataset) = &subject {
        dependents::refuse(scope, dataset).await?;
    }
    subject.enter(Status::Delivered, job.enqueued_at)?;
    subject.assign(job.id);
    let transaction = subject.replace(Transaction::new().insert(job)?)?;
    Ok(match active::put(transaction, job, found.as_ref()).try_commit(&*scope.meta).await? {
        Attempt::Done => Written::Done,
        Attempt::Stale => Written::Stale,
    })
}

fn done_by(subject: &Subject) -> Option<JobId> {
    #[cfg(test)]
    if mutant::is(Mutant::Repeating) {
        return None;
    }
    subject.done_by()
}

/// Sends a job's message, or leaves a note that the sweeper has to.
pub async fn post(scope: &Scope, job: &Job) {
    let Err(error) = send(scope, job).await else { return };
    tracing::warn!(job.id = %job.id, %error, "a job's message was not sent; the sweeper will");
    let unsent = change(scope, job.id, |situation| {
        if situation.job.status != JobStatus::NotStarted {
            return Ok(Decision::Leave(()));
        }
        situation.job.entity.sent_at = None;
        Ok(Decision::Write(()))
    });
    if let Err(error) = unsent.await {
        tracing::warn!(job.id = %job.id, %error, "the note for the sweeper was not written");
    }
}

/// Puts a job's message into the lane it is in.
pub async fn send(scope: &Scope, job: &Job) -> Result<()> {
    let message = Message { version: 1, tenant: scope.tenant.clone(), job_id: job.id };
    scope.queue.send(job.lane, &message).await
}
