//! What the queue widget polls: the jobs, and those that changed.

use crate::active;
#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use skydash_domain::job::Job;
use skydash_domain::{Error, Result, Timestamp};
use skydash_ports::{Entity, Query, Scope, Stored};
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How long an end counts as recent.
const RECENT: Duration = Duration::from_secs(5);

/// How late a change may show after the time it carries: slow commits, and clocks that differ.
const SETTLING: Duration = Duration::from_secs(10);

/// Most changes a cursor remembers; further ones are told twice.
const MOST_SEEN: usize = 100;

/// Where a client is in the changes.
///
/// A change becomes visible a little after the time it carries, and two may carry the same time.
/// So the cursor lies [`SETTLING`] in the past and remembers what was told since: no change is
/// missed, and none is told twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    base: Timestamp,
    seen: Vec<u64>,
}

impl Cursor {
    /// Everything after this time.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self { base: time, seen: Vec::new() }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.base.0)?;
        self.seen.iter().try_for_each(|change| write!(f, "~{change:x}"))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("since must be the cursor of an earlier answer.");
        let mut parts = text.split('~');
        let base = parts.next().and_then(|base| base.parse().ok()).ok_or_else(wrong)?;
        let seen = parts.take(MOST_SEEN).map(|change| u64::from_str_radix(change, 16).map_err(|_| wrong()));
        Ok(Self { base: Timestamp(base), seen: seen.collect::<Result<_>>()? })
    }
}

/// A short name for one change of one job. Job ids are random, and a job's times are all different.
fn name(job: &Job) -> u64 {
    let (high, low) = job.id.0.as_u64_pair();
    (high ^ low ^ job.updated_at.0.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 16
}

/// What has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The jobs that changed, as they are now, the latest change first.
    pub jobs: Vec<Job>,
    /// Where to go on.
    pub cursor: Cursor,
    /// The time now.
    pub now: Timestamp,
    /// Whether no job waits or runs.
    pub queue_empty: bool,
    /// Whether a job ended within the last five seconds.
    pub recently_completed: bool,
}

/// [`SETTLING`], but for the simulation of what would be without it.
fn settling() -> Duration {
    #[cfg(test)]
    if mutant::is(Mutant::Unsettled) {
        return Duration::ZERO;
    }
    SETTLING
}

/// Every job, newest first.
pub async fn list(scope: &Scope) -> Result<Vec<Job>> {
    let mut jobs: Vec<Job> = scope.meta.list::<Job>().await?.into_iter().map(|stored| stored.entity).collect();
    jobs.sort_by_key(|job| (std::cmp::Reverse(job.enqueued_at), job.id));
    Ok(jobs)
}

/// The jobs that changed since a cursor; all of them without one.
pub async fn changes(scope: &Scope, since: Option<&Cursor>) -> Result<Changes> {
    let queue_empty = is_empty(scope).await?;
    let now = scope.now();
    let earlier = |duration: Duration| Timestamp(now.0.saturating_sub(duration.as_micros() as i64));
    let from = since.map_or(Timestamp(i64::MIN), |cursor| cursor.base);
    let settled = earlier(settling());
    let query = Query::all(Job::KIND).after(from.min(settled).0);
    let found: Vec<Stored<Job>> = scope.meta.collect(query).await?;

    let recent = earlier(RECENT);
    let recently_completed = found.iter().any(|job| job.status.is_terminal() && job.updated_at > recent);
    let seen: Vec<u64> = found.iter().rev().filter(|job| job.updated_at > settled).map(|job| name(job)).collect();
    let told: HashSet<u64> = since.into_iter().flat_map(|cursor| cursor.seen.iter().copied()).collect();
    let is_new = |job: &Job| job.updated_at > from && !told.contains(&name(job));
    let jobs = found.into_iter().rev().map(|stored| stored.entity).filter(is_new).collect();
    let cursor = Cursor { base: settled, seen: seen.into_iter().take(MOST_SEEN).collect() };
    Ok(Changes { jobs, cursor, now, queue_empty, recently_completed })
}

/// Whether no job waits or runs.
pub async fn is_empty(scope: &Scope) -> Result<bool> {
    let (mut found, mut cursor) = active::page(scope, None).await?;
    while found.is_empty() && cursor.is_some() {
        (found, cursor) = active::page(scope, cursor).await?;
    }
    Ok(found.is_empty())
}
