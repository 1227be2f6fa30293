//! Handing a job over to the lane for long and GPU jobs.

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
        let mut waiting: Option<Job> = None;
        let step = self.end(|situation| {
            waiting = None;
            if situation.job.cancel_requested {
                return situation.stop();
            }
            situation.job.entity.lane = Lane::Batch;
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
