//! Asking jobs to stop.

use crate::NOT_FOUND;
use crate::active;
use crate::change::{Decision, Situation, change, touch};
use skydash_domain::job::Job;
use skydash_domain::{Error, JobId, JobStatus, Result};
use skydash_ports::{Attempt, Scope, Transaction};

/// Cancels a job that waits, asks one that runs to stop, and drops the row of one that has ended.
///
/// # Errors
/// [`Error::NotFound`] when there is no such job.
pub async fn cancel(scope: &Scope, id: JobId) -> Result<()> {
    let missing = || Error::not_found(NOT_FOUND);
    if stop(scope, id).await?.ok_or_else(missing)? {
        return Ok(());
    }
    let Some(ended) = scope.meta.find::<Job>(id).await? else { return Ok(()) };
    match Transaction::new().remove(&ended).try_commit(&*scope.meta).await? {
        Attempt::Done | Attempt::Stale => Ok(()),
    }
}

/// Stops a job as [`cancel`] does, but leaves one that has ended. Tells whether there was anything
/// to stop; none when there is no such job.
pub async fn stop(scope: &Scope, id: JobId) -> Result<Option<bool>> {
    change(scope, id, decide).await
}

fn decide(situation: &mut Situation) -> Result<Decision<bool>> {
    match situation.job.status {
        status if status.is_terminal() => return Ok(Decision::Leave(false)),
        status if status == JobStatus::NotStarted || !situation.is_leased() => situation.stop()?,
        _ if situation.job.cancel_requested => return Ok(Decision::Leave(true)),
        _ => {
            situation.job.entity.cancel_requested = true;
            touch(&mut situation.job.entity, situation.now);
        }
    }
    Ok(Decision::Write(true))
}

/// Stops these jobs, of entities that were deleted; what has ended or is gone is left.
pub async fn stop_each(scope: &Scope, ids: &[JobId]) -> Result<()> {
    for id in ids {
        stop(scope, *id).await?;
    }
    Ok(())
}

/// Stops every job that waits or runs; gives their number.
pub async fn cancel_all(scope: &Scope) -> Result<usize> {
    let (mut stopped, mut cursor) = (0, None);
    loop {
        let (found, next) = active::page(scope, cursor).await?;
        for active in found {
            stopped += usize::from(stop(scope, active.job_id).await? == Some(true));
        }
        match next {
            Some(_) => cursor = next,
            None => return Ok(stopped),
        }
    }
}
