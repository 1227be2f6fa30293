//! Jobs as they are listed: those that wait or run, and those that have ended, the latest first.

use crate::active;
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use skydash_domain::job::Job;
use skydash_domain::{JobId, JobStatus, Result, Timestamp};
use skydash_ports::entity::readable;
use skydash_ports::{Entity, Key, Query, Scope, Stored};
use std::collections::HashSet;

/// How many jobs are read at once by their ids.
const AT_ONCE: usize = 100;

/// A job as lists show it: without what it works on, which can be large.
#[derive(Debug, Clone, PartialEq)]
pub struct JobSummary {
    /// Its id.
    pub id: JobId,
    /// The component name the wire calls its work by.
    pub task_type: &'static str,
    /// What the queue widget calls it.
    pub name: String,
    /// Where it stands.
    pub status: JobStatus,
    /// When it was asked for.
    pub enqueued_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
    /// 0 to 100, once it says so.
    pub progress: Option<f64>,
    /// What it is doing.
    pub progress_message: Option<String>,
    /// Why it failed, or was cancelled.
    pub error: Option<String>,
    /// How often it was claimed.
    pub attempt: u32,
}

impl From<Job> for JobSummary {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            task_type: job.task.type_name(),
            name: job.name,
            status: job.status,
            enqueued_at: job.enqueued_at,
            updated_at: job.updated_at,
            progress: job.progress,
            progress_message: job.progress_message,
            error: job.error,
            attempt: job.attempt,
        }
    }
}

/// A part of the list of all jobs.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Those that waited or ran when the list was begun, the newest first. Only in the first part.
    pub active: Vec<JobId>,
    /// Others, that had ended, the latest end first.
    pub ended: Vec<JobSummary>,
    /// Where the next part begins.
    pub next: Option<String>,
}

/// Lists jobs. The first part, without a cursor, has all that wait or run, and at most `limit` of those that have ended;
/// each further one has at most `limit` of these. Going through all parts gives each job that existed throughout once:
/// what has ended changes no more, and what is active was told at the start.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] for a cursor that no part had.
pub async fn list(scope: &Scope, limit: usize, cursor: Option<&str>) -> Result<Listing> {
    let active = if cursor.is_some() { Vec::new() } else { active::ids(scope).await? };
    let told: HashSet<JobId> = active.iter().copied().collect();
    let (jobs, next) = latest(scope, limit, cursor.map(str::to_owned)).await?;
    let ended = jobs.into_iter().filter(|job| job.status.is_terminal() && !told.contains(&job.id)).collect();
    Ok(Listing { active, ended, next })
}

/// The jobs that changed last, at most so many, the latest first; and where the earlier ones begin. Pages of the store are
/// shorter where jobs are large, so that there may be several.
pub(crate) async fn latest(
    scope: &Scope,
    limit: usize,
    cursor: Option<String>,
) -> Result<(Vec<JobSummary>, Option<String>)> {
    let (mut query, mut jobs) = (Query { cursor, ..Query::all(Job::KIND).descending().limit(limit) }, Vec::new());
    loop {
        let page = scope.meta.query(&query).await?;
        query.limit = query.limit.saturating_sub(page.records.len());
        let next = page.cursor.clone();
        jobs.extend(page.entities().map(|job: Stored<Job>| job.entity.into()));
        match next {
            Some(_) if query.limit > 0 => query.cursor = next,
            next => return Ok((jobs, next)),
        }
    }
}

impl Listing {
    /// The jobs themselves. Those that are active are read as they are taken.
    pub fn jobs(self, scope: Scope) -> impl Stream<Item = Result<JobSummary>> + Send + 'static {
        let chunks: Vec<Vec<JobId>> = self.active.chunks(AT_ONCE).map(<[JobId]>::to_vec).collect();
        let active = stream::iter(chunks).then(move |ids| {
            let scope = scope.clone();
            async move { by_id(&scope, &ids).await.map(|jobs| stream::iter(jobs.into_iter().map(Ok))) }
        });
        active.try_flatten().chain(stream::iter(self.ended.into_iter().map(Ok)))
    }
}

/// The jobs of these ids that still exist.
async fn by_id(scope: &Scope, ids: &[JobId]) -> Result<Vec<JobSummary>> {
    let keys: Vec<Key> = ids.iter().map(|id| Key::new(Job::KIND, id)).collect();
    Ok(scope
        .meta
        .get_many(&keys)
        .await?
        .into_iter()
        .flatten()
        .filter_map(readable)
        .map(|job: Stored<Job>| job.entity.into())
        .collect())
}
