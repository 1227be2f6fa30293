//! Taking a job, and keeping it while it runs.

use crate::change::{Decision, Situation, change, overtaken, touch};
#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use crate::sweep::given_up;
use crate::{BEAT, LEASE, MAX_ATTEMPTS, line};
use skydash_domain::job::Job;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, JobId, JobStatus, Result, Status, Timestamp};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Delivery, Lane, Scope, Stored, Transaction};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What came of trying to claim a job.
pub enum Claiming {
    /// It is the caller's to carry out.
    Claimed(Claim),
    /// It has ended, or is gone: its message is to be acknowledged.
    Over,
    /// Somebody works on it, at least until then: its message is to be released until then.
    Busy(Timestamp),
    /// Others are before it in its line: its message is to be acknowledged, and is sent again when its turn has come.
    Behind,
    /// It was handed over to the batch lane, where it has another message: this one is to be acknowledged.
    HandedOver,
}

/// What a claim remembers between two heartbeats.
#[derive(Default)]
struct State {
    reported: (Option<f64>, Option<String>),
    written: (Option<f64>, Option<String>),
    cancelled: bool,
    lost: bool,
}

/// A job that the holder carries out. Only the latest claim of a job can write anything.
pub struct Claim {
    pub(crate) scope: Box<Scope>,
    job: Box<Job>,
    state: Mutex<State>,
}

/// Claims a job for a worker of a lane by compare-and-set: one more attempt, a lease, and its entity started.
///
/// A job that can no longer be carried out ends here: it was asked to stop, its entity is gone,
/// or it was claimed [`MAX_ATTEMPTS`] times.
pub async fn claim(scope: &Scope, lane: Lane, id: JobId) -> Result<Claiming> {
    let waiting = scope.meta.find::<Job>(id).await?.filter(|job| job.status == JobStatus::NotStarted);
    if let Some(job) = waiting.filter(|job| !job.cancel_requested)
        && line::is_behind(scope, &job).await?
    {
        return Ok(Claiming::Behind);
    }
    let outcome = change(scope, id, |situation| decide(scope, lane, situation)).await?;
    Ok(outcome.unwrap_or(Claiming::Over))
}

fn decide(scope: &Scope, lane: Lane, situation: &mut Situation) -> Result<Decision<Claiming>> {
    if is_over(&situation.job) {
        return Ok(Decision::Leave(Claiming::Over));
    }
    if is_handed_over(lane, &situation.job) {
        return Ok(Decision::Leave(Claiming::HandedOver));
    }
    if let Some(lease) = situation.job.lease_until.filter(|_| situation.is_leased()) {
        return Ok(Decision::Leave(Claiming::Busy(lease)));
    }
    if situation.job.cancel_requested || situation.subject.is_none() {
        situation.stop()?;
    } else if is_used_up(&situation.job) {
        let sentence = given_up(situation.job.tries());
        situation.end(JobStatus::Error, Some(sentence))?;
    } else {
        return start(scope, situation).map(|claim| Decision::Write(Claiming::Claimed(claim)));
    }
    Ok(Decision::Write(Claiming::Over))
}

fn is_over(job: &Job) -> bool {
    #[cfg(test)]
    if mutant::is(Mutant::Undead) {
        return false;
    }
    job.status.is_terminal()
}

/// Whether a job was claimed as often as it may be.
fn is_used_up(job: &Job) -> bool {
    #[cfg(test)]
    if mutant::is(Mutant::Undying) {
        return false;
    }
    job.tries() >= MAX_ATTEMPTS
}

/// Whether a job is for the other lane than that of the worker who has a message of it.
fn is_handed_over(lane: Lane, job: &Job) -> bool {
    #[cfg(test)]
    if mutant::is(Mutant::LaneBlind) {
        return false;
    }
    (lane, job.lane) == (Lane::Compute, Lane::Batch)
}

fn start(scope: &Scope, situation: &mut Situation) -> Result<Claim> {
    let now = situation.now;
    situation.enter(Status::Started)?;
    let job = &mut situation.job.entity;
    job.status = JobStatus::Started;
    job.attempt += 1;
    job.lease_until = Some(now.after(LEASE));
    job.progress = None;
    job.progress_message = None;
    touch(job, now);
    Ok(Claim { scope: Box::new(scope.clone()), job: Box::new(job.clone()), state: Mutex::default() })
}

/// Whether somebody asked a job that runs to stop.
pub(crate) fn is_unwanted(job: &Job) -> bool {
    #[cfg(test)]
    if mutant::is(Mutant::Deaf) {
        return false;
    }
    job.cancel_requested
}

impl Claim {
    /// The job as it was claimed.
    #[must_use]
    pub fn job(&self) -> &Job {
        &self.job
    }

    /// The view of whose job it is.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this is still the latest claim of a job that runs.
    pub(crate) fn holds(&self, job: &Job) -> bool {
        #[cfg(test)]
        if mutant::is(Mutant::Unfenced) {
            return !job.status.is_terminal();
        }
        job.status == JobStatus::Started && job.attempt == self.job.attempt
    }

    /// Whether this claim is the one that ended the job, when an answer got lost.
    pub(crate) fn has_ended(&self, job: &Job) -> bool {
        job.status.is_terminal() && job.attempt == self.job.attempt
    }

    /// Whether the job has ended, by this claim or otherwise: what it was given, it needs no more.
    pub async fn is_over(&self) -> Result<bool> {
        let found = self.scope.meta.find::<Job>(self.job.id).await?;
        Ok(found.is_none_or(|job| job.status.is_terminal()))
    }

    /// Says how far the work is (0 to 100) and what it is doing. Costs nothing: the next heartbeat writes it.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when somebody asked the job to stop, [`Error::Conflict`] when another
    /// worker has it; both as of the last heartbeat. The work is to end at once.
    pub fn report(&self, percent: f64, message: Option<&str>) -> Result<()> {
        {
            let mut state = self.state();
            state.reported.0 = Some(if percent.is_finite() { percent.clamp(0.0, 100.0) } else { 0.0 });
            if let Some(message) = message {
                state.reported.1 = Some(message.to_owned());
            }
        }
        self.still_wanted()
    }

    /// How far the work was when it last said so: 0 to 100.
    #[must_use]
    pub fn progress(&self) -> Option<f64> {
        self.state().reported.0
    }

    /// Says what the work is doing, wherever it is.
    ///
    /// # Errors
    /// As [`Claim::report`].
    pub fn say(&self, message: &str) -> Result<()> {
        self.state().reported.1 = Some(message.to_owned());
        self.still_wanted()
    }

    fn still_wanted(&self) -> Result<()> {
        let state = self.state();
        match (state.cancelled, state.lost) {
            (true, _) => Err(Error::Cancelled),
            (_, true) => Err(overtaken()),
            (false, false) => Ok(()),
        }
    }

    /// Writes what was reported, renews the lease when a third of it is over, and learns whether to stop.
    ///
    /// # Errors
    /// As [`Claim::report`], and [`Error::Unavailable`] when the store does not answer.
    pub async fn heartbeat(&self) -> Result<()> {
        for _ in 0..RETRIES {
            let found = self.scope.meta.find::<Job>(self.job.id).await?;
            let Some(mut stored) = found.filter(|stored| self.holds(stored)) else {
                self.state().lost = true;
                return Err(overtaken());
            };
            if is_unwanted(&stored) {
                self.state().cancelled = true;
                return Err(Error::Cancelled);
            }
            let (reported, changed) = {
                let state = self.state();
                (state.reported.clone(), state.reported != state.written)
            };
            if !self.renew(&mut stored, &reported, changed) {
                return Ok(());
            }
            let transaction = Transaction::new().replace(&stored.entity, stored.version)?;
            if transaction.try_commit(&*self.scope.meta).await? == Attempt::Done {
                self.state().written = reported;
                return Ok(());
            }
        }
        Err(Error::unavailable("a job keeps being changed by others"))
    }

    /// Changes the record as a heartbeat does; tells whether there is anything to write.
    fn renew(&self, stored: &mut Stored<Job>, reported: &(Option<f64>, Option<String>), changed: bool) -> bool {
        let now = self.scope.now();
        let due = stored.lease_until.is_none_or(|lease| lease.since(now) < LEASE * 2 / 3);
        let job = &mut stored.entity;
        if changed {
            (job.progress, job.progress_message) = reported.clone();
            touch(job, now);
        }
        if changed || due {
            job.lease_until = Some(now.after(LEASE));
        }
        changed || due
    }

    /// Beats every [`BEAT`] and keeps the job's message hidden, until the work is to end; gives the
    /// reason. To be raced against the work itself.
    ///
    /// The first beat hides the message too: it was received before the job was claimed, and would come back, and be
    /// counted, before a dead worker's lease is over; or long after that, where the queue hides messages for longer.
    pub async fn keep_alive(&self, lane: Lane, delivery: &Delivery) -> Error {
        let hidden = self.scope.queue.visibility_timeout();
        let mut extended: Option<Timestamp> = None;
        loop {
            self.scope.clock.sleep(BEAT).await;
            match self.heartbeat().await {
                Err(error) if !error.is_transient() => return error,
                Err(error) => tracing::warn!(job.id = %self.job.id, %error, "a heartbeat failed"),
                Ok(()) => {}
            }
            if extended.is_none_or(|last| self.scope.now().since(last) >= hidden / 3) {
                match self.scope.queue.extend(lane, delivery, hidden).await {
                    Ok(()) => extended = Some(self.scope.now()),
                    Err(error) => tracing::warn!(job.id = %self.job.id, %error, "a message was not kept hidden"),
                }
            }
        }
    }
}

impl Progress for Claim {
    fn report(&self, fraction: f64) -> Result<()> {
        Self::report(self, fraction * 100.0, None)
    }
}
