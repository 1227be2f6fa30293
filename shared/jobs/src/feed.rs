//! What the queue widget polls: the jobs that changed.

use crate::active;
use crate::listing::{JobSummary, latest};
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

/// How many jobs are told at once, unless more of them changed within [`SETTLING`].
pub const MOST_TOLD: usize = 1000;

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
fn name(job: &JobSummary) -> u64 {
    let (high, low) = job.id.0.as_u64_pair();
    (high ^ low ^ job.updated_at.0.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 16
}

/// What has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The jobs that changed, as they are now, the latest change first.
    pub jobs: Vec<JobSummary>,
    /// Where to go on.
    pub cursor: Cursor,
    /// The time now.
    pub now: Timestamp,
    /// Whether no job waits or runs.
    pub queue_empty: bool,
    /// Whether a job ended within the last five seconds, or there are more changes to tell.
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

/// The jobs that changed since a cursor; without one, the thousand that changed last.
///
/// Of more changes than a thousand the earliest are told, unless they are of the last seconds; the others come with the
/// next answers.
pub async fn changes(scope: &Scope, since: Option<&Cursor>) -> Result<Changes> {
    let queue_empty = is_empty(scope).await?;
    let now = scope.now();
    let earlier = |duration: Duration| Timestamp(now.0.saturating_sub(duration.as_micros() as i64));
    let (settled, recent) = (earlier(settling()), earlier(RECENT));
    let Found { jobs, told_until } = match since {
        Some(cursor) => after(scope, cursor.base.min(settled), settled).await?,
        None => {
            let (mut jobs, _) = latest(scope, MOST_TOLD, None).await?;
            jobs.reverse();
            Found { jobs, told_until: None }
        }
    };

    let ended_lately = jobs.iter().any(|job| job.status.is_terminal() && job.updated_at > recent);
    let base = told_until.unwrap_or(settled);
    let seen = jobs.iter().rev().filter(|job| job.updated_at > base).map(name).take(MOST_SEEN).collect();
    let from = since.map_or(Timestamp(i64::MIN), |cursor| cursor.base);
    let told: HashSet<u64> = since.into_iter().flat_map(|cursor| cursor.seen.iter().copied()).collect();
    let is_new = |job: &JobSummary| job.updated_at > from && !told.contains(&name(job));
    let jobs = jobs.into_iter().rev().filter(is_new).collect();
    let recently_completed = ended_lately || told_until.is_some();
    Ok(Changes { jobs, cursor: Cursor { base, seen }, now, queue_empty, recently_completed })
}

/// Jobs in the order of their last change.
struct Found {
    jobs: Vec<JobSummary>,
    /// Until when all changes are among them, when later ones are left for the next time.
    told_until: Option<Timestamp>,
}

/// The jobs that changed after a time, up to [`MOST_TOLD`] of them and all whose changes are not settled yet.
async fn after(scope: &Scope, from: Timestamp, settled: Timestamp) -> Result<Found> {
    let mut query = Query::all(Job::KIND).after(from.0);
    let mut jobs: Vec<JobSummary> = Vec::new();
    loop {
        let page = scope.meta.query(&query).await?;
        let next = page.cursor.clone();
        jobs.extend(page.entities().map(|job: Stored<Job>| job.entity.into()));
        let Some(cursor) = next else { return Ok(Found { jobs, told_until: None }) };
        query.cursor = Some(cursor);
        // Another change may carry the time of the last one.
        let whole = jobs.last().map_or(from, |last| Timestamp(last.updated_at.0.saturating_sub(1)));
        if jobs.len() >= MOST_TOLD && from < whole && whole < settled {
            return Ok(Found { jobs, told_until: Some(whole) });
        }
    }
}

/// Whether no job waits or runs.
pub async fn is_empty(scope: &Scope) -> Result<bool> {
    let (mut found, mut cursor) = active::page(scope, None).await?;
    while found.is_empty() && cursor.is_some() {
        (found, cursor) = active::page(scope, cursor).await?;
    }
    Ok(found.is_empty())
}
