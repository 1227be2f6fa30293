//! What a worker is good for.

use crate::claim::Claim;
use skydash_domain::{Result, Timestamp};
use skydash_ports::Lane;
use std::time::Duration;
use tokio::sync::watch;

/// How often a worker with an end looks whether its job will be done by then.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Who takes the messages of a lane.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The lane.
    pub lane: Lane,
    /// When it is stopped, whatever it does.
    pub until: Option<Timestamp>,
    /// Whether anybody takes messages of the batch lane, to whom it can hand jobs over.
    pub has_batch: bool,
    /// Becomes true when it is to stop, and to leave what it does to another; none where nobody says so.
    pub stop: Option<watch::Receiver<bool>>,
}

impl Worker {
    /// One that may work for as long as it likes, where both lanes have workers.
    #[must_use]
    pub fn endless(lane: Lane) -> Self {
        Self { lane, until: None, has_batch: true, stop: None }
    }

    /// One that stops when it is told to.
    #[must_use]
    pub fn until_told(self, stop: watch::Receiver<bool>) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// Waits until it is told to stop.
    pub async fn told_to_stop(&self) {
        let Some(mut stop) = self.stop.clone() else { return std::future::pending().await };
        if stop.wait_for(|stop| *stop).await.is_err() {
            // Whoever could say so is gone.
            std::future::pending().await
        }
    }

    /// Whether it can hand jobs over.
    pub(crate) fn hands_over(&self) -> bool {
        self.lane == Lane::Compute && self.has_batch
    }

    /// Waits until it is time to let go of a job: it will not be done before the worker is stopped. That is expected when
    /// a part of the worker's time has shown how long the whole takes, and known shortly before its end.
    pub(crate) async fn outlast(&self, claim: &Claim) {
        let Some(until) = self.until else { return std::future::pending().await };
        let scope = claim.scope();
        let begun = scope.now();
        let given = until.since(begun);
        loop {
            scope.clock.sleep(LOOK_EVERY.min(given / 64)).await;
            let worked = scope.now().since(begun);
            if is_too_long(given, worked, claim.progress(), self.hands_over()) {
                return;
            }
        }
    }

    /// Lets go of a job that it cannot do in its time.
    pub(crate) async fn let_go(&self, claim: &Claim) -> Result<()> {
        if self.hands_over() { claim.hand_over().await } else { claim.fail(TOO_LONG).await }
    }
}

/// What is said where nobody takes long jobs.
const TOO_LONG: &str = "This takes longer than a job may take here. Use fewer rows or parameters that mean less work, or ask \
                        whoever runs this installation to set up batch jobs.";

/// Whether a job that is `progress` percent done after `worked` cannot be done in the time that is `given`.
fn is_too_long(given: Duration, worked: Duration, progress: Option<f64>, can_hand_over: bool) -> bool {
    // What is left is for writing down that it is let go.
    let end = given * 31 / 32;
    if worked >= end {
        return true;
    }
    let expected = progress.filter(|percent| *percent > 0.0).map(|percent| worked.as_secs_f64() * 100.0 / percent);
    can_hand_over && worked >= given / 16 && expected.is_some_and(|whole| whole > end.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(60 * minutes)
    }

    #[test]
    fn a_job_is_let_go_when_it_is_expected_to_take_too_long() {
        let given = minutes(15);
        assert!(!is_too_long(given, Duration::from_secs(50), Some(0.1), true), "too early to tell");
        assert!(is_too_long(given, minutes(1), Some(5.0), true));
        assert!(!is_too_long(given, minutes(1), Some(5.0), false), "nobody else would do it");
        assert!(!is_too_long(given, minutes(1), Some(20.0), true));
        assert!(!is_too_long(given, minutes(10), None, true), "it says nothing about itself");
    }

    #[test]
    fn a_job_is_let_go_before_its_worker_is_stopped() {
        for can_hand_over in [true, false] {
            assert!(!is_too_long(minutes(15), minutes(14), Some(99.0), can_hand_over));
            assert!(is_too_long(minutes(15), Duration::from_secs(875), Some(99.0), can_hand_over));
        }
    }
}
