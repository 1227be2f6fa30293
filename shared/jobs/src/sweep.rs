//! What makes up for messages, workers and servers that went away.

use crate::active::{self, Active};
use crate::change::{Decision, Situation, change, touch};
#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use crate::tenants::Round;
use crate::{MAX_ATTEMPTS, RESEND_AFTER, enqueue};
use skydash_domain::job::Job;
use skydash_domain::{JobStatus, Result, Timestamp};
use skydash_ports::{Delivery, Lane, Scope};
use std::time::Duration;

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Messages sent again.
    pub sent: usize,
    /// Jobs ended that nobody works on and nobody wants any more.
    pub ended: usize,
    /// Messages that were received too often, and taken out of the queue.
    pub dead_letters: usize,
}

/// Most active jobs of a tenant looked at in a sweep, oldest first; most dead letters of a lane.
const MOST: usize = 10_000;

/// For how long a job whose messages are lost on the way, or cannot be handled, is sent again.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// Sends messages that got lost, ends jobs that were asked to stop and lost their worker, and
/// takes dead letters out, for all tenants. To be called every few seconds; several at once do no harm.
pub async fn sweep(scope: &Scope) -> Result<Swept> {
    let mut swept = Swept::default();
    for lane in [Lane::Compute, Lane::Batch] {
        swept.dead_letters += bury(scope, lane).await?;
    }
    let mut round = Round::start(scope).await?;
    while let Some(tenant) = round.next() {
        round.note(sweep_tenant(&tenant, &mut swept).await)?;
    }
    round.end()?;
    Ok(swept)
}

async fn sweep_tenant(scope: &Scope, swept: &mut Swept) -> Result<()> {
    let (mut looked_at, mut cursor) = (0, None);
    loop {
        let (found, next) = active::page(scope, cursor).await?;
        looked_at += found.len();
        for active in found {
            look_at(scope, &active, swept).await?;
        }
        cursor = next.filter(|_| looked_at < MOST);
        if cursor.is_none() {
            return Ok(());
        }
    }
}

/// Takes the dead letters out of a lane.
async fn bury(scope: &Scope, lane: Lane) -> Result<usize> {
    let mut buried = 0;
    while buried < MOST {
        let found = scope.queue.dead_letters(lane, 10).await?;
        if found.is_empty() {
            break;
        }
        for delivery in &found {
            match dead_letter(scope, lane, delivery).await {
                Err(error) if error.is_transient() => return Err(error),
                Err(error) => tracing::error!(job.id = %delivery.message.job_id, %error, "a dead letter is left"),
                Ok(()) => {}
            }
        }
        buried += found.len();
    }
    Ok(buried)
}

/// Makes up for a message that was received too often, and acknowledges it. Its job is sent again while it has attempts
/// left: answers of the queue that got lost, and a store that did not answer workers, are not the job's doing. Otherwise
/// it ends, unless somebody works on it or it was handed over to another lane; and so does one that nothing waits for.
pub async fn dead_letter(scope: &Scope, lane: Lane, delivery: &Delivery) -> Result<()> {
    let scope = scope.for_tenant(&delivery.message.tenant);
    change(&scope, delivery.message.job_id, |situation| {
        if situation.job.status.is_terminal() || situation.is_leased() || situation.job.lane != lane {
            return Ok(Decision::Leave(()));
        }
        if situation.subject.is_none() {
            return situation.stop().map(Decision::Write);
        }
        let job = &mut situation.job.entity;
        if has_another_chance(job, situation.now) {
            job.sent_at = None;
            return Ok(Decision::Write(()));
        }
        let sentence = given_up(job.tries());
        situation.end(JobStatus::Error, Some(sentence)).map(Decision::Write)
    })
    .await?;
    scope.queue.ack(lane, delivery).await
}

/// Whether a job whose message was given up is sent again.
fn has_another_chance(job: &Job, now: Timestamp) -> bool {
    #[cfg(test)]
    if mutant::is(Mutant::Impatient) {
        return false;
    }
    job.tries() < MAX_ATTEMPTS && now.since(job.enqueued_at) < PATIENCE
}

/// Why a job ends that nobody will take any more. Its message may have been received more often than it was taken.
pub fn given_up(attempts: u32) -> String {
    match attempts {
        0 => "Given up: no worker could take this job.".to_owned(),
        1 => "Given up after one attempt, which did not come to an end.".to_owned(),
        _ => format!("Given up after {attempts} attempts, none of which came to an end."),
    }
}

/// What a job needs.
enum Need {
    Nothing,
    Message(Box<Job>),
    Ended,
    /// Its record says that it is active, and it is not.
    Repair,
}

async fn look_at(scope: &Scope, active: &Active, swept: &mut Swept) -> Result<()> {
    match change(scope, active.job_id, decide).await?.unwrap_or(Need::Repair) {
        Need::Nothing => {}
        Need::Ended => swept.ended += 1,
        Need::Message(job) => {
            enqueue::send(scope, &job).await?;
            swept.sent += 1;
        }
        Need::Repair => active::repair(scope, active).await?,
    }
    Ok(())
}

fn decide(situation: &mut Situation) -> Result<Decision<Need>> {
    if situation.job.status.is_terminal() {
        return Ok(Decision::Leave(Need::Repair));
    }
    if situation.is_leased() {
        return Ok(Decision::Leave(Need::Nothing));
    }
    if situation.job.cancel_requested || situation.subject.is_none() {
        situation.stop()?;
        return Ok(Decision::Write(Need::Ended));
    }
    if !is_message_due(&situation.job, situation.now) {
        return Ok(Decision::Leave(Need::Nothing));
    }
    situation.job.entity.sent_at = Some(situation.now);
    Ok(Decision::Write(Need::Message(Box::new(situation.job.entity.clone()))))
}

/// Whether a job's message has probably been lost. A long queue is no reason to fill it further:
/// the time to wait doubles with each message.
fn is_message_due(job: &Job, now: Timestamp) -> bool {
    let Some(sent) = job.sent_at else { return true };
    let seen = job.lease_until.map_or(sent, |lease| sent.max(lease));
    now.since(seen) >= RESEND_AFTER.max(sent.since(job.enqueued_at))
}

/// Lets every tenant's jobs that were running be claimed again at once, their workers being gone, and calls those that wait
/// in a line, whose messages were acknowledged. Only for a process that knows itself to be the only one, when it starts.
pub async fn recover(scope: &Scope) -> Result<usize> {
    let mut recovered = 0;
    for tenant in scope.of_all_tenants().await? {
        recovered += recover_tenant(&tenant).await?;
    }
    Ok(recovered)
}

async fn recover_tenant(scope: &Scope) -> Result<usize> {
    let mut recovered = 0;
    for active in active::all(scope).await? {
        let outcome = change(scope, active.job_id, |situation| {
            if !situation.is_leased() {
                let job = &situation.job;
                let waits = job.status == JobStatus::NotStarted && job.task.line().is_some();
                return Ok(Decision::Leave((0, waits.then(|| job.entity.clone()))));
            }
            if situation.job.cancel_requested {
                situation.stop()?;
            } else {
                situation.job.entity.lease_until = Some(situation.now);
                touch(&mut situation.job.entity, situation.now);
            }
            Ok(Decision::Write((1, None)))
        });
        let (running, waiting) = outcome.await?.unwrap_or_default();
        recovered += running;
        if let Some(job) = waiting {
            enqueue::send(scope, &job).await?;
        }
    }
    Ok(recovered)
}
