//! Leaving a job to another worker: to the lane for long and GPU jobs, or to whoever comes next.

use crate::claim::Claim;
use crate::enqueue::post;
use skydash_domain::Result;
use skydash_domain::job::Job;
use skydash_ports::Lane;

impl Claim {
    /// Lets the job wait in the batch lane for another worker, and sends its message there; or ends it, if somebody asked
    /// it to stop. If the message cannot be sent now, the sweeper sends it.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Conflict`] when another worker has the job.
    pub async fn hand_over(&self) -> Result<()> {
        self.leave(|job| job.lane = Lane::Batch).await
    }

    /// Lets the job wait for another worker, as if this one had never claimed it, because this one is told to stop.
    /// Otherwise as [`Claim::hand_over`].
    ///
    /// # Errors
    /// [`skydash_domain::Error::Conflict`] when another worker has the job.
    pub async fn give_back(&self) -> Result<()> {
        self.leave(|job| job.given_back += 1).await
    }

    async fn leave(&self, change: impl Fn(&mut Job)) -> Result<()> {
        let mut waiting: Option<Job> = None;
        let step = self.end(|situation| {
            waiting = None;
            if situation.job.cancel_requested {
                return situation.stop();
            }
            change(&mut situation.job.entity);
            situation.wait_again()?;
            waiting = Some(situation.job.entity.clone());
            Ok(())
        });
        step.await?;
        if let Some(job) = waiting {
            post(&self.scope, &job).await;
        }
        Ok(())
    }
}
