//! Which jobs are forgotten after their end.

use crate::listing_tests::{finished, listed, store_finished};
use crate::tests::store_runs;
use crate::{Retention, check, enqueue, forget_ended};
use serde_json::json;
use skydash_domain::job::Task;
use skydash_domain::run::Run;
use skydash_domain::{JobId, RunId, Status, Timestamp};
use skydash_memory::Memory;
use skydash_ports::{Expect, Key, Record, Scope, Stored, Transaction, Write};
use std::time::Duration;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

async fn kept(scope: &Scope) -> Vec<JobId> {
    listed(scope, 1000).await.into_iter().map(|job| job.id).collect()
}

fn newest(count: usize) -> Retention {
    Retention { count, ..Retention::default() }
}

#[tokio::test]
async fn jobs_go_thirty_days_after_their_end() {
    let scope = Memory::scope();
    store_finished(&scope, 250, 31 * DAY).await;
    let mut young = store_finished(&scope, 30, 29 * DAY).await;
    assert_eq!(forget_ended(&scope, Retention::default()).await, Ok(250));
    young.reverse();
    assert_eq!(kept(&scope).await, young);
    assert_eq!(forget_ended(&scope, Retention::default()).await, Ok(0));
}

#[tokio::test]
async fn of_many_jobs_the_newest_are_kept_and_those_of_the_last_hour() {
    let scope = Memory::scope();
    store_finished(&scope, 220, 2 * HOUR).await;
    let mut latest = store_finished(&scope, 30, HOUR / 2).await;
    latest.reverse();
    assert_eq!(forget_ended(&scope, newest(250)).await, Ok(0));
    assert_eq!(forget_ended(&scope, newest(245)).await, Ok(5));
    assert_eq!(kept(&scope).await.len(), 245);
    assert_eq!(forget_ended(&scope, newest(0)).await, Ok(215));
    assert_eq!(kept(&scope).await, latest);
    let nothing = Retention { age: Duration::ZERO, count: 0 };
    assert_eq!(forget_ended(&scope, nothing).await, Ok(0), "the last hour is kept whatever is asked for");
}

#[tokio::test]
async fn a_round_does_so_much_and_the_next_one_the_rest() {
    let scope = Memory::scope();
    store_finished(&scope, 10_300, 40 * DAY).await;
    assert_eq!(forget_ended(&scope, Retention::default()).await, Ok(10_000));
    assert_eq!(forget_ended(&scope, Retention::default()).await, Ok(300));
}

#[tokio::test]
async fn what_is_active_or_waited_for_stays() {
    let scope = Memory::scope();
    store_runs(&scope, 2).await;
    let old = Timestamp(scope.now().0 - 40 * DAY * 1_000_000);
    // One that waits, for ever so long.
    let waiting = enqueue(&scope, Task::Model { run_id: RunId(2) }, "Train").await.expect("a job");
    let earlier = |job: &mut skydash_domain::job::Job| {
        (job.enqueued_at, job.updated_at) = (old, old);
        Ok(())
    };
    scope.meta.update(waiting, earlier).await.expect("an old job");
    // One that a record calls active.
    let called = finished(&scope, old);
    let body = json!({ "job_id": called.id });
    let record = Record { key: Key::new("active", "run/1"), version: 0, parent: None, order: 0, body };
    let stored = Transaction::new().insert(&called).expect("a record");
    stored.write(Write::Put(record.clone(), Expect::Absent), None).commit(&*scope.meta).await.expect("a job");
    let other = store_finished(&scope, 5, 41 * DAY).await;
    assert_eq!(forget_ended(&scope, newest(0)).await, Ok(other.len()));
    assert!(kept(&scope).await.contains(&waiting) && kept(&scope).await.contains(&called.id));
    // One whose run waits for it.
    let delete = Transaction::new().write(Write::Delete(record.key, Expect::Present), None);
    delete.commit(&*scope.meta).await.expect("a deletion");
    let status = async |status: Status| {
        let wait = |run: &mut Run| {
            (run.status, run.job_id) = (status, Some(called.id));
            Ok(())
        };
        scope.meta.update::<Run>(1, wait).await.expect("a run");
    };
    status(Status::Delivered).await;
    assert_eq!(forget_ended(&scope, newest(0)).await, Ok(0));
    status(Status::Error).await;
    assert_eq!(forget_ended(&scope, newest(0)).await, Ok(1));
    assert_eq!(kept(&scope).await, [waiting]);
    let run: Stored<Run> = scope.meta.load(1).await.expect("a run");
    assert_eq!(run.job_id, Some(called.id), "the run still says which job it was");
    assert_eq!(check(&scope).await, Ok(vec![]));
}

#[tokio::test]
async fn every_tenant_has_its_own() {
    let scope = Memory::scope();
    for name in ["one", "two"] {
        let tenant = scope.for_tenant(&name.to_owned().try_into().expect("a tenant"));
        store_finished(&tenant, 5, 2 * HOUR).await;
    }
    assert_eq!(forget_ended(&scope, newest(3)).await, Ok(4));
}
