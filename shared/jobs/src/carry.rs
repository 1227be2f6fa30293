//! One message, from its receipt to its acknowledgement.

use crate::worker::Worker;
use crate::{Claim, Claiming, Next, claim};
use async_trait::async_trait;
use skydash_domain::job::Task;
use skydash_domain::{Error, Result};
use skydash_ports::{Delivery, Lane, Scope};
use std::sync::Arc;
use std::time::Duration;

/// What jobs are about, of which their life knows nothing.
#[async_trait]
pub trait Work: Send + Sync {
    /// Whether a task is to use a GPU.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn wants_gpu(&self, scope: &Scope, task: &Task) -> Result<bool>;

    /// Carries a job out, and ends it with [`Claim::finish`].
    ///
    /// # Errors
    /// Whatever keeps it from ending well, as [`Claim::give_up`] takes it.
    async fn carry_out(&self, claim: &Arc<Claim>) -> Result<()>;
}

/// How long a message is released for when its job's store did not answer, for the first time.
const PAUSE: Duration = Duration::from_secs(5);

/// The same for the times after, each three times as long: a queue that gives a message up after five receives waits ten
/// minutes for the store.
pub fn pause(receives: u32) -> Duration {
    PAUSE * 3_u32.pow(receives.clamp(1, 5) - 1)
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// It is done with.
    Done,
    /// It comes back.
    Again,
}

/// Has the work done that a message asks for, and acknowledges or releases it. Failures of the message's
/// own handling are logged: it comes back by itself.
pub async fn carry_out(scope: &Scope, worker: &Worker, work: &dyn Work, delivery: &Delivery) -> Handled {
    let scope = scope.for_tenant(&delivery.message.tenant);
    let next = attempt(&scope, worker, work, delivery).await.unwrap_or_else(|error| {
        tracing::warn!(job.id = %delivery.message.job_id, %error, "a job could not be handled");
        Next::Release(pause(delivery.receives))
    });
    hand_back(&scope, worker.lane, delivery, next).await
}

/// Acknowledges or releases a message.
pub async fn hand_back(scope: &Scope, lane: Lane, delivery: &Delivery, next: Next) -> Handled {
    let (handled, handed_back) = match next {
        Next::Acknowledge => (Handled::Done, scope.queue.ack(lane, delivery).await),
        Next::Release(delay) => (Handled::Again, scope.queue.release(lane, delivery, delay).await),
    };
    if let Err(error) = handed_back {
        tracing::warn!(job.id = %delivery.message.job_id, %error, "a message could not be handed back");
    }
    handled
}

async fn attempt(scope: &Scope, worker: &Worker, work: &dyn Work, delivery: &Delivery) -> Result<Next> {
    let claim = match claim(scope, worker.lane, delivery.message.job_id).await? {
        Claiming::Over | Claiming::Behind | Claiming::HandedOver => return Ok(Next::Acknowledge),
        Claiming::Busy(until) => return Ok(Next::Release(until.since(scope.now()))),
        Claiming::Claimed(claim) => Arc::new(claim),
    };
    let ended = match race(&claim, worker, work, delivery).await {
        Ok(Worked::Done) => Ok(Next::Acknowledge),
        Ok(Worked::Stopped) => claim.give_back().await.map(|()| Next::Acknowledge),
        Ok(Worked::Outlasted) => worker.let_go(&claim).await.map(|()| Next::Acknowledge),
        Err(error) => claim.give_up(&error).await,
    };
    let next = match ended {
        // Somebody else has the job: this message is done with.
        Err(Error::Conflict(_)) => Next::Acknowledge,
        ended => ended?,
    };
    // Another worker that has taken the job over still needs the upload.
    if next == Next::Acknowledge && claim.is_over().await.unwrap_or(false) {
        forget_upload(&claim).await;
    }
    Ok(next)
}

/// What came of the work on a job.
enum Worked {
    /// The job has ended well.
    Done,
    /// The job is for a worker that has more time or other means.
    Outlasted,
    /// The worker was told to stop.
    Stopped,
}

/// Has the work done for as long as the worker can go on and the job is wanted.
async fn race(claim: &Arc<Claim>, worker: &Worker, work: &dyn Work, delivery: &Delivery) -> Result<Worked> {
    if worker.hands_over() && work.wants_gpu(claim.scope(), &claim.job().task).await? {
        return Ok(Worked::Outlasted);
    }
    tokio::select! {
        biased;
        outcome = work.carry_out(claim) => {
            if let Err(error) = &outcome {
                tracing::info!(job.id = %claim.job().id, job.attempt = claim.job().attempt, %error, "a job did not finish");
            }
            outcome.map(|()| Worked::Done)
        }
        reason = claim.keep_alive(worker.lane, delivery) => Err(reason),
        () = worker.outlast(claim) => {
            tracing::info!(job.id = %claim.job().id, job.progress = claim.progress(), "a job outlasts its worker");
            Ok(Worked::Outlasted)
        }
        () = worker.told_to_stop() => {
            tracing::info!(job.id = %claim.job().id, "a job is left to the next worker");
            Ok(Worked::Stopped)
        }
    }
}

/// An upload has served once its job has ended, well or not.
async fn forget_upload(claim: &Claim) {
    if let Task::Dataset { upload: Some(upload), .. } = &claim.job().task
        && let Err(error) = claim.scope().uploads.remove(&upload.key).await
    {
        tracing::warn!(%error, "an upload is left for the sweeper");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_does_not_answer_is_left_alone_for_longer_each_time() {
        let pauses = [0, 1, 2, 5, u32::MAX].map(|receives| pause(receives).as_secs());
        assert_eq!(pauses, [5, 5, 15, 405, 405]);
    }
}
