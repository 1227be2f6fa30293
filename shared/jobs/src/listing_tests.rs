//! Lists of jobs, their parts, and the feed of many changes.

use crate::tests::store_runs;
use crate::{Cursor, JobSummary, MOST_TOLD, cancel, changes, enqueue, list, stop};
use async_trait::async_trait;
use futures::TryStreamExt;
use serde_json::json;
use skydash_domain::job::{Job, Task};
use skydash_domain::{Error, JobId, JobStatus, Result, RunId, Timestamp};
use skydash_memory::{Memory, Observer, observed};
use skydash_ports::{Query, Scope, Transaction};
use std::collections::HashSet;
use std::sync::Arc;

/// A job of run 1 that finished at this time.
pub fn finished(scope: &Scope, at: Timestamp) -> Job {
    let body = json!({
        "id": scope.entropy.uuid(), "task": { "kind": "model", "run_id": 1 }, "name": "Train", "status": "finished",
        "enqueued_at": at, "updated_at": at, "progress": 100.0, "progress_message": null, "error": null, "attempt": 1,
        "lease_until": null, "cancel_requested": false, "sent_at": at,
    });
    serde_json::from_value(body).expect("a job")
}

/// Stores so many finished jobs, a second apart, the first of which ended `seconds_ago`.
pub async fn store_finished(scope: &Scope, count: usize, seconds_ago: i64) -> Vec<JobId> {
    let first = scope.now().0 - seconds_ago * 1_000_000;
    let jobs: Vec<Job> = (0..count as i64).map(|at| finished(scope, Timestamp(first + at * 1_000_000))).collect();
    for some in jobs.chunks(100) {
        let insert = |writes: Transaction, job| writes.insert(job).expect("a record");
        some.iter().fold(Transaction::new(), insert).commit(&*scope.meta).await.expect("jobs stored");
    }
    jobs.into_iter().map(|job| job.id).collect()
}

/// All jobs, from parts of so many.
pub async fn listed(scope: &Scope, limit: usize) -> Vec<JobSummary> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let mut part = list(scope, limit, cursor.as_deref()).await.expect("a part");
        cursor = part.next.take();
        found.extend(part.jobs(scope.clone()).try_collect::<Vec<_>>().await.expect("jobs"));
        if cursor.is_none() {
            return found;
        }
    }
}

fn ids(jobs: &[JobSummary]) -> Vec<JobId> {
    jobs.iter().map(|job| job.id).collect()
}

async fn train(scope: &Scope, run: i64) -> JobId {
    enqueue(scope, Task::Model { run_id: RunId(run) }, "Train").await.expect("a job")
}

#[tokio::test]
async fn what_waits_or_runs_comes_first_and_then_the_latest_end() {
    let scope = Memory::scope();
    store_runs(&scope, 3).await;
    let first = train(&scope, 1).await;
    let mut expected = store_finished(&scope, 25, 100).await;
    let (second, third) = (train(&scope, 2).await, train(&scope, 3).await);
    expected.extend([first, second, third]);
    expected.reverse();
    for limit in [1, 7, 25, 28, 1000] {
        assert_eq!(ids(&listed(&scope, limit).await), expected, "in parts of {limit}");
    }
    stop(&scope, second).await.expect("a stop");
    let place = expected.iter().position(|id| *id == second).expect("a place");
    expected.remove(place);
    expected.insert(2, second);
    assert_eq!(ids(&listed(&scope, 4).await), expected, "it ended last");
    assert_eq!(
        list(&scope, 1, Some("nonsense")).await,
        Err(Error::invalid("The cursor of a page must be passed back as it was received."))
    );
}

#[tokio::test]
async fn a_job_that_ends_while_the_list_is_read_is_in_it_once() {
    let scope = Memory::scope();
    store_runs(&scope, 4).await;
    let old = store_finished(&scope, 6, 100).await;
    let mut waiting = Vec::new();
    for run in 1..=4 {
        waiting.push(train(&scope, run).await);
    }
    let first = list(&scope, 3, None).await.expect("a part");
    stop(&scope, waiting[0]).await.expect("a stop");
    let next = first.next.clone();
    let mut found: Vec<_> = first.jobs(scope.clone()).try_collect().await.expect("jobs");
    assert_eq!(found.iter().find(|job| job.id == waiting[0]).map(|job| job.status), Some(JobStatus::Cancelled));
    stop(&scope, waiting[1]).await.expect("a stop");
    cancel(&scope, old[0]).await.expect("its row is dropped");
    let mut cursor = next;
    while let Some(at) = cursor {
        let part = list(&scope, 3, Some(&at)).await.expect("a part");
        assert!(part.active.is_empty());
        cursor = part.next.clone();
        found.extend(part.ended);
    }
    let distinct: HashSet<JobId> = ids(&found).into_iter().collect();
    assert_eq!((found.len(), distinct.len()), (9, 9), "all but the one that was dropped before its part was read");
}

#[tokio::test]
async fn many_changes_are_told_in_pieces_and_each_once() {
    let scope = Memory::scope();
    let count = 2 * MOST_TOLD + 500;
    let stored = store_finished(&scope, count, 100_000).await;
    let (mut cursor, mut told, mut pieces) = (Cursor::at(Timestamp(0)), Vec::new(), 0);
    loop {
        let found = changes(&scope, Some(&cursor)).await.expect("changes");
        told.extend(found.jobs.iter().rev().map(|job| job.id));
        assert!(found.jobs.len() <= MOST_TOLD + 200, "{} at once", found.jobs.len());
        cursor = found.cursor.to_string().parse().expect("a cursor");
        pieces += 1;
        if !found.recently_completed {
            break;
        }
    }
    assert_eq!((told == stored, pieces), (true, 3));
    assert!(changes(&scope, Some(&cursor)).await.expect("changes").jobs.is_empty());
}

#[tokio::test]
async fn without_a_cursor_the_latest_changes_are_told() {
    let scope = Memory::scope();
    let stored = store_finished(&scope, MOST_TOLD + 300, 100_000).await;
    let found = changes(&scope, None).await.expect("changes");
    let latest: Vec<JobId> = stored.into_iter().rev().take(MOST_TOLD).collect();
    assert!(ids(&found.jobs) == latest && !found.recently_completed);
    assert!(changes(&scope, Some(&found.cursor)).await.expect("changes").jobs.is_empty());
}

/// Pages of ten records at most.
struct Short;

#[async_trait]
impl Observer for Short {
    async fn query(&self, query: &Query) -> Result<Query> {
        Ok(query.clone().limit(query.limit.min(10)))
    }
}

#[tokio::test]
async fn short_pages_of_the_store_make_no_shorter_parts() {
    let scope = Memory::scope();
    let stored = store_finished(&scope, 60, 100_000).await;
    let latest: Vec<JobId> = stored.into_iter().rev().take(45).collect();
    let scope = observed(&scope, Arc::new(Short));
    let part = list(&scope, 45, None).await.expect("a part");
    assert_eq!((ids(&part.ended), part.next.is_some()), (latest, true));
    assert_eq!(changes(&scope, None).await.expect("changes").jobs.len(), 60);
}
