//! How long jobs that have ended are kept.

use crate::active::{self, Active};
use crate::tenants::Round;
use skydash_domain::job::Job;
use skydash_domain::{Result, Status, Timestamp};
use skydash_ports::entity::readable;
use skydash_ports::meta::MAX_WRITES;
use skydash_ports::{Attempt, Entity, Key, Query, Record, Scope, Stored, Transaction};
use std::time::Duration;

/// Which jobs that have ended are kept: those of a while, and of these the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// For how long after their end.
    pub age: Duration,
    /// How many of a tenant, at most.
    pub count: usize,
}

impl Default for Retention {
    /// Thirty days, and ten thousand jobs.
    fn default() -> Self {
        Self::days(30, 10_000)
    }
}

impl Retention {
    /// So many days, and so many jobs.
    #[must_use]
    pub fn days(days: u32, count: usize) -> Self {
        Self { age: Duration::from_secs(u64::from(days) * 24 * 3600), count }
    }
}

/// For how long every job is kept after its end, whatever the retention says: those who wait for it hear of it, and
/// messages and claims of it have run out.
const LEAST: Duration = Duration::from_secs(3600);

/// Most jobs of a tenant forgotten in a round.
const MOST: usize = 10_000;

/// Removes jobs that ended longer ago than they are kept, of all tenants, the oldest first; gives their number. A job that
/// is active, or that a record says is active, stays, and so does one that something waits for.
pub async fn forget_ended(scope: &Scope, retention: Retention) -> Result<usize> {
    let mut forgotten = 0;
    let mut round = Round::start(scope).await?;
    while let Some(tenant) = round.next() {
        round.note(forget_of(&tenant, retention, &mut forgotten).await)?;
    }
    round.end()?;
    Ok(forgotten)
}

async fn forget_of(scope: &Scope, retention: Retention, forgotten: &mut usize) -> Result<()> {
    let now = scope.now();
    let before =
        |age: Duration| Timestamp(now.0.saturating_sub(i64::try_from(age.max(LEAST).as_micros()).unwrap_or(i64::MAX)));
    let end = match beyond(scope, retention.count).await? {
        Some(end) => before(retention.age).max(end.min(before(LEAST))),
        None => before(retention.age),
    };
    // The oldest come first, so that what a round leaves is what the next one begins with.
    let (mut query, mut looked_at) = (Query::all(Job::KIND).limit(MAX_WRITES), 0);
    loop {
        let page = scope.meta.query(&query).await?;
        looked_at += page.records.len();
        let is_last = page.records.last().is_some_and(|record| record.order >= end.0);
        let old = page.records.into_iter().filter(|record| record.order < end.0).filter_map(ended).collect();
        *forgotten += forget(scope, old).await?;
        match page.cursor.filter(|_| !is_last && looked_at < MOST) {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Ok(()),
        }
    }
}

/// The time before which jobs ended that come after so many newer ones; none when there are not that many.
async fn beyond(scope: &Scope, count: usize) -> Result<Option<Timestamp>> {
    let (mut query, mut left) = (Query::all(Job::KIND).descending(), count);
    loop {
        let page = scope.meta.query(&query).await?;
        for job in page.records.into_iter().filter_map(ended) {
            match left.checked_sub(1) {
                Some(fewer) => left = fewer,
                None => return Ok(Some(Timestamp(job.updated_at.0.saturating_add(1)))),
            }
        }
        match page.cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Ok(None),
        }
    }
}

/// A record's job, when it has ended. One that cannot be read stays.
fn ended(record: Record) -> Option<Stored<Job>> {
    readable(record).filter(|job: &Stored<Job>| job.status.is_terminal())
}

/// Removes those of these jobs that nothing needs; gives their number.
async fn forget(scope: &Scope, jobs: Vec<Stored<Job>>) -> Result<usize> {
    let unneeded = unneeded(scope, jobs).await?;
    let all = unneeded.iter().fold(Transaction::new(), |transaction, job| transaction.remove(job));
    if unneeded.is_empty() || all.try_commit(&*scope.meta).await? == Attempt::Done {
        return Ok(unneeded.len());
    }
    // Somebody else has removed one of them.
    let mut forgotten = 0;
    for job in &unneeded {
        let removed = Transaction::new().remove(job).try_commit(&*scope.meta).await?;
        forgotten += usize::from(removed == Attempt::Done);
    }
    Ok(forgotten)
}

/// Those jobs that no record calls active, and whose entity does not wait for them.
async fn unneeded(scope: &Scope, jobs: Vec<Stored<Job>>) -> Result<Vec<Stored<Job>>> {
    let keys: Vec<Key> = jobs.iter().map(|job| active::key(job.task.entity())).collect();
    let active = scope.meta.get_many(&keys).await?;
    let keys: Vec<Key> = jobs.iter().map(|job| job.task.entity()).map(|(kind, id)| Key::new(kind, id)).collect();
    let entities = scope.meta.get_many(&keys).await?;
    let needed = |job: &Job, active: Option<Record>, entity: Option<Record>| {
        let is_active =
            active.is_some_and(|record| Active::read(&record).map_or(true, |active| active.job_id == job.id));
        is_active || entity.is_some_and(|record| waits_for(&record, job))
    };
    let all = jobs.into_iter().zip(active).zip(entities);
    Ok(all.filter_map(|((job, active), entity)| (!needed(&job, active, entity)).then_some(job)).collect())
}

fn waits_for(entity: &Record, job: &Job) -> bool {
    let is_active = serde_json::from_value::<Status>(entity.body["status"].clone()).is_ok_and(Status::is_active);
    is_active && entity.body["job_id"].as_str() == Some(&job.id.to_string())
}
