//! The steps of a job one by one, without faults.

use crate::listing_tests::listed;
use crate::{Claiming, MAX_ATTEMPTS, Next, Swept, cancel, cancel_all, changes, claim, enqueue, enqueue_new, is_empty};
use crate::{dead_letter, recover, stop, stop_each, sweep};
use serde_json::{Value, json};
use skydash_domain::job::{Job, Task};
use skydash_domain::run::Run;
use skydash_domain::{Error, JobId, JobStatus, RunId, Status};
use skydash_memory::Memory;
use skydash_ports::{Delivery, Expect, Key, Lane, Record, Scope, Transaction, Write};
use std::time::Duration;

/// A training.
pub const TASK: Task = Task::Model { run_id: RunId(1) };

/// A session.
pub fn session_body() -> Value {
    json!({
        "id": 1, "dataset_id": 1, "task_name": "T", "name": "s", "input_columns": [], "output_columns": [],
        "train_metrics": [], "validation_metrics": [], "test_metrics": [], "evaluation_strategy": "E", "splits": "{}",
        "created": 0, "last_modified": 0,
    })
}

/// A run of it.
pub fn run_body(id: u64) -> Value {
    json!({
        "id": id, "session_id": 1, "model_name": "M", "name": "r", "description": null, "parameters": {},
        "optimizer_name": "", "optimizer_parameters": {}, "goal_metric": "", "nested": null, "status": 0,
        "job_id": null, "created": 0, "last_modified": 0, "delivery_time": null, "start_time": null,
        "end_time": null, "model_key": null, "splits_key": null, "scores": null,
    })
}

/// A converter of a notebook.
pub fn converter_body(id: u64) -> Value {
    json!({
        "id": id, "notebook_id": 1, "converter": "C", "status": 0, "job_id": null, "created": 0, "last_modified": 0,
        "settings": { "params": null, "scope": null, "order": 0, "target": null }, "delivery_time": null,
        "start_time": null, "end_time": null, "applied": null,
    })
}

/// Stores a session with so many runs.
pub async fn store_runs(scope: &Scope, count: u64) {
    let record = |key: Key, body| Write::Put(Record { key, version: 0, parent: None, order: 0, body }, Expect::Absent);
    let session = Key::new("session", 1);
    let mut writes = Transaction::new()
        .claim_name("session", "s", &session, Error::conflict("taken"))
        .write(record(session, session_body()), None);
    for id in 1..=count {
        writes = writes.write(record(Key::new("run", id), run_body(id)), None);
    }
    writes.commit(&*scope.meta).await.expect("runs stored");
}

/// Stores a notebook with so many converters that wait to be asked for.
pub async fn store_notebook(scope: &Scope, converters: u64) {
    let record =
        |key: Key, parent, body| Write::Put(Record { key, version: 0, parent, order: 0, body }, Expect::Absent);
    let notebook = Key::new("notebook", 1);
    let body = json!({
        "id": 1, "dataset_id": 1, "name": "n", "description": null, "created": 0, "last_modified": 0, "steps": 0,
        "table": { "id": "first", "rows": 0, "columns": 0 },
    });
    let mut writes = Transaction::new().write(record(notebook.clone(), None, body), None);
    for id in 1..=converters {
        writes = writes.write(record(Key::new("converter", id), Some(notebook.clone()), converter_body(id)), None);
    }
    writes.commit(&*scope.meta).await.expect("a notebook stored");
    scope.tables.put_summary("first", &empty_table()).await.expect("a summary");
}

/// The summary of a table without rows or columns.
pub fn empty_table() -> Value {
    json!({ "format": 1, "rows": 0, "columns": [], "sample": [], "nan": {}, "statistics": null, "parts": [] })
}

async fn scope() -> Scope {
    let scope = Memory::scope();
    store_runs(&scope, 1).await;
    scope
}

async fn job(scope: &Scope, id: JobId) -> Job {
    scope.meta.load::<Job>(id).await.expect("a job").entity
}

async fn run(scope: &Scope) -> Run {
    scope.meta.load::<Run>(1).await.expect("a run").entity
}

async fn claimed(scope: &Scope, id: JobId) -> crate::Claim {
    match claim(scope, Lane::Compute, id).await.expect("an answer") {
        Claiming::Claimed(claim) => claim,
        Claiming::Over => panic!("the job is over"),
        Claiming::Behind => panic!("the job has to wait"),
        Claiming::HandedOver => panic!("the job was handed over"),
        Claiming::Busy(until) => panic!("the job is busy until {until:?}"),
    }
}

async fn delivery(scope: &Scope) -> Delivery {
    scope.queue.receive(Lane::Compute, 1, Duration::ZERO).await.expect("deliveries").remove(0)
}

#[tokio::test]
async fn a_job_goes_from_asking_to_results() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train: r").await.expect("a job");
    assert_eq!((run(&scope).await.status, run(&scope).await.job_id), (Status::Delivered, Some(id)));
    assert_eq!(delivery(&scope).await.message.job_id, id);
    let claim = claimed(&scope, id).await;
    assert_eq!(run(&scope).await.status, Status::Started);
    claim.report(20.0, Some("Training")).expect("nobody cancelled");
    claim.heartbeat().await.expect("a heartbeat");
    assert_eq!(job(&scope, id).await.progress_message.as_deref(), Some("Training"));
    let note = |run: &mut Run| {
        run.model_key = Some("model".into());
        Ok(())
    };
    claim.finish(note, Transaction::new()).await.expect("an end");
    claim.finish(note, Transaction::new()).await.expect("the same end again");
    assert_eq!((run(&scope).await.status, run(&scope).await.model_key), (Status::Finished, Some("model".into())));
    assert_eq!((job(&scope, id).await.status, job(&scope, id).await.progress), (JobStatus::Finished, Some(100.0)));
    assert!(is_empty(&scope).await.expect("an answer"));
}

#[tokio::test]
async fn asking_again_while_a_job_is_active_gives_the_same_job() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    assert_eq!(enqueue(&scope, TASK, "Train").await, Ok(id));
    let claim = claimed(&scope, id).await;
    assert_eq!(enqueue(&scope, TASK, "Train").await, Ok(id));
    claim.fail("The target column is missing. Choose another.").await.expect("an end");
    assert_ne!(enqueue(&scope, TASK, "Train").await, Ok(id));
    assert_eq!(listed(&scope, 1).await.len(), 2);
}

#[tokio::test]
async fn asking_for_nothing_is_not_found() {
    let missing = enqueue(&Memory::scope(), TASK, "Train").await;
    assert_eq!(missing, Err(Error::not_found("Run not found")));
}

#[tokio::test]
async fn a_claimed_job_is_busy_and_an_ended_one_is_over() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let first = claimed(&scope, id).await;
    assert!(matches!(claim(&scope, Lane::Compute, id).await, Ok(Claiming::Busy(_))));
    assert_eq!(first.is_over().await, Ok(false));
    first.fail("No.").await.expect("an end");
    assert_eq!(first.is_over().await, Ok(true));
    assert!(matches!(claim(&scope, Lane::Compute, id).await, Ok(Claiming::Over)));
    assert!(matches!(claim(&scope, Lane::Compute, JobId(Default::default())).await, Ok(Claiming::Over)));
}

#[tokio::test]
async fn a_waiting_job_is_cancelled_at_once_and_an_ended_one_is_dropped() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    cancel(&scope, id).await.expect("a cancellation");
    assert_eq!((job(&scope, id).await.status, run(&scope).await.status), (JobStatus::Cancelled, Status::Error));
    assert_eq!(stop(&scope, id).await, Ok(Some(false)));
    cancel(&scope, id).await.expect("a dropped row");
    assert_eq!(cancel(&scope, id).await, Err(Error::not_found("Job not found")));
}

#[tokio::test]
async fn a_running_job_learns_that_it_is_to_stop() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let claim = claimed(&scope, id).await;
    assert_eq!(cancel_all(&scope).await, Ok(1));
    assert_eq!(claim.heartbeat().await, Err(Error::Cancelled));
    assert_eq!(claim.report(1.0, None), Err(Error::Cancelled));
    assert_eq!(claim.finish(|_: &mut Run| Ok(()), Transaction::new()).await, Err(Error::Cancelled));
    assert_eq!(claim.give_up(&Error::Cancelled).await, Ok(Next::Acknowledge));
    assert_eq!((job(&scope, id).await.status, run(&scope).await.status), (JobStatus::Killed, Status::Error));
}

#[tokio::test]
async fn a_job_whose_entity_was_deleted_ends_with_a_sentence() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let stored = scope.meta.load::<Run>(1).await.expect("a run");
    Transaction::new().remove(&stored).commit(&*scope.meta).await.expect("a deletion");
    assert!(matches!(claim(&scope, Lane::Compute, id).await, Ok(Claiming::Over)));
    assert_cancelled(&scope, id, JobStatus::Cancelled).await;
}

/// The job was cancelled, and says that what it was for is gone.
async fn assert_cancelled(scope: &Scope, id: JobId, status: JobStatus) {
    let job = job(scope, id).await;
    assert_eq!((job.status, is_empty(scope).await), (status, Ok(true)));
    assert_eq!(job.error.as_deref(), Some("Cancelled, because what this job was for has been deleted or reset."));
    assert_eq!(crate::check(scope).await, Ok(vec![]));
}

async fn delete_run(scope: &Scope) -> Vec<JobId> {
    skydash_ports::cascade::remove_run(&*scope.meta, RunId(1)).await.expect("a deletion").jobs
}

#[tokio::test]
async fn a_waiting_job_of_a_deleted_entity_ends_cancelled_whoever_finds_it() {
    let waiting = async || {
        let scope = scope().await;
        let id = enqueue(&scope, TASK, "Train").await.expect("a job");
        assert_eq!(delete_run(&scope).await, [id]);
        (scope, id)
    };
    let (scope, id) = waiting().await;
    stop_each(&scope, &[id]).await.expect("a stop");
    assert_cancelled(&scope, id, JobStatus::Cancelled).await;
    // Whoever deleted the entity went away before stopping its job.
    let (scope, id) = waiting().await;
    assert_eq!(sweep(&scope).await, Ok(Swept { ended: 1, ..Swept::default() }));
    assert_cancelled(&scope, id, JobStatus::Cancelled).await;
    let (scope, id) = waiting().await;
    dead_letter(&scope, Lane::Compute, &delivery(&scope).await).await.expect("a burial");
    assert_cancelled(&scope, id, JobStatus::Cancelled).await;
}

#[tokio::test]
async fn a_running_job_of_a_deleted_entity_is_killed() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let claim = claimed(&scope, id).await;
    assert_eq!(delete_run(&scope).await, [id]);
    let finished = claim.finish(|_: &mut Run| Ok(()), Transaction::new()).await;
    assert_eq!(finished, Err(Error::not_found("Run not found")));
    assert_cancelled(&scope, id, JobStatus::Killed).await;
}

#[tokio::test]
async fn an_infrastructure_error_is_tried_again_so_many_times() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    for _ in 1..crate::MAX_ATTEMPTS {
        let claim = claimed(&scope, id).await;
        assert!(matches!(claim.give_up(&Error::unavailable("the disk is full")).await, Ok(Next::Release(_))));
        assert_eq!(
            (job(&scope, id).await.status, run(&scope).await.status),
            (JobStatus::NotStarted, Status::Delivered)
        );
    }
    let claim = claimed(&scope, id).await;
    assert_eq!(claim.give_up(&Error::unavailable("the disk is full")).await, Ok(Next::Acknowledge));
    assert!(
        job(&scope, id)
            .await
            .error
            .is_some_and(|error| error.contains("storage") && !error.contains("the disk is full"))
    );
}

#[tokio::test]
async fn a_defect_is_not_shown_to_the_user() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    claimed(&scope, id).await.give_up(&Error::internal("secret")).await.expect("an end");
    assert!(job(&scope, id).await.error.is_some_and(|error| !error.contains("secret")));
}

#[tokio::test]
async fn the_feed_tells_each_change_once() {
    let scope = scope().await;
    let first = changes(&scope, None).await.expect("changes");
    assert!(first.jobs.is_empty() && first.queue_empty && !first.recently_completed);
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let second = changes(&scope, Some(&first.cursor)).await.expect("changes");
    assert_eq!(second.jobs.iter().map(|job| job.id).collect::<Vec<_>>(), [id]);
    assert!(!second.queue_empty);
    let cursor = second.cursor.to_string().parse().expect("a cursor");
    assert!(changes(&scope, Some(&cursor)).await.expect("changes").jobs.is_empty());
    claimed(&scope, id).await.fail("No.").await.expect("an end");
    let third = changes(&scope, Some(&cursor)).await.expect("changes");
    assert_eq!(third.jobs[0].status, JobStatus::Error);
    assert!(third.queue_empty && third.recently_completed);
}

#[tokio::test]
async fn a_fresh_job_needs_no_sweeping() {
    let scope = scope().await;
    enqueue(&scope, TASK, "Train").await.expect("a job");
    assert_eq!(sweep(&scope).await, Ok(Swept::default()));
    assert_eq!(crate::check(&scope).await, Ok(vec![]));
}

#[tokio::test]
async fn jobs_of_every_tenant_are_swept_and_recovered() {
    let scope = Memory::scope();
    for name in ["one", "two"] {
        let tenant = scope.for_tenant(&name.to_owned().try_into().expect("a tenant"));
        store_runs(&tenant, 2).await;
        let lost = enqueue(&tenant, TASK, "Train").await.expect("a job");
        let unsent = |job: &mut Job| {
            job.sent_at = None;
            Ok(())
        };
        tenant.meta.update(lost, unsent).await.expect("a change");
        let running = enqueue(&tenant, Task::Model { run_id: RunId(2) }, "Train").await.expect("a job");
        claimed(&tenant, running).await;
    }
    assert_eq!(recover(&scope).await, Ok(2));
    assert_eq!(sweep(&scope).await, Ok(Swept { sent: 2, ..Swept::default() }));
}

#[tokio::test]
async fn a_dead_letter_ends_a_job_only_when_it_has_no_attempts_left() {
    let scope = Memory::default().with_queue(Duration::ZERO, 1).build();
    store_runs(&scope, 1).await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    delivery(&scope).await;
    assert_eq!(sweep(&scope).await, Ok(Swept { sent: 1, dead_letters: 1, ..Swept::default() }));
    assert_eq!((job(&scope, id).await.status, run(&scope).await.status), (JobStatus::NotStarted, Status::Delivered));
    claimed(&scope, id).await;
    delivery(&scope).await;
    let abandoned = |job: &mut Job| {
        job.attempt = crate::MAX_ATTEMPTS;
        job.lease_until = Some(job.enqueued_at);
        Ok(())
    };
    scope.meta.update(id, abandoned).await.expect("a change");
    assert_eq!(sweep(&scope).await, Ok(Swept { dead_letters: 1, ..Swept::default() }));
    let sentence = "Given up after 5 attempts, none of which came to an end.";
    assert_eq!((job(&scope, id).await.error.as_deref(), run(&scope).await.status), (Some(sentence), Status::Error));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_keeps_nothing_else_from_being_swept() {
    let scope = Memory::scope();
    let tenant = |name: &str| scope.for_tenant(&name.to_owned().try_into().expect("a tenant"));
    let broken = Record { key: Key::new("active", "run/1"), version: 0, parent: None, order: 0, body: json!(null) };
    let write = Write::Put(broken, Expect::Absent);
    Transaction::new().write(write, None).commit(&*tenant("broken").meta).await.expect("a record");
    let sound = tenant("sound");
    store_runs(&sound, 1).await;
    let lost = enqueue(&sound, TASK, "Train").await.expect("a job");
    let unsent = |job: &mut Job| {
        job.sent_at = None;
        Ok(())
    };
    sound.meta.update(lost, unsent).await.expect("a change");
    assert_eq!(sweep(&scope).await, Ok(Swept { sent: 1, ..Swept::default() }));
    assert!(job(&sound, lost).await.sent_at.is_some(), "its message was not sent");
}

#[tokio::test]
async fn a_new_entity_and_its_job_are_written_together_or_not_at_all() {
    let scope = scope().await;
    let new = Run { id: RunId(2), ..run(&scope).await };
    let task = Task::Model { run_id: RunId(2) };
    let taken = || Transaction::new().claim_name("session", "s", &Key::new("session", 2), Error::conflict("taken"));
    let refused = enqueue_new(&scope, new.clone(), task.clone(), "Train", taken()).await;
    assert_eq!(refused.err(), Some(Error::conflict("taken")));
    assert!(scope.meta.find::<Run>(2).await.expect("a read").is_none() && listed(&scope, 1).await.is_empty());
    let stored = enqueue_new(&scope, new, task, "Train", Transaction::new()).await.expect("a run");
    assert_eq!(scope.meta.load::<Run>(2).await.expect("a run").entity, stored);
    assert_eq!((stored.status, stored.job_id), (Status::Delivered, Some(delivery(&scope).await.message.job_id)));
    assert_eq!(crate::check(&scope).await, Ok(vec![]));
}

#[tokio::test]
async fn a_job_is_handed_over_to_the_batch_lane() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let stale = delivery(&scope).await;
    let first = claimed(&scope, id).await;
    first.hand_over().await.expect("a step");
    assert_eq!((job(&scope, id).await.status, run(&scope).await.status), (JobStatus::NotStarted, Status::Delivered));
    assert!(matches!(claim(&scope, Lane::Compute, id).await, Ok(Claiming::HandedOver)));
    dead_letter(&scope, Lane::Compute, &stale).await.expect("a burial");
    assert_eq!(job(&scope, id).await.status, JobStatus::NotStarted, "its other message counts");
    let waiting = scope.queue.receive(Lane::Batch, 10, Duration::ZERO).await.expect("deliveries");
    assert_eq!(waiting.iter().map(|it| it.message.job_id).collect::<Vec<_>>(), [id]);
    let Ok(Claiming::Claimed(second)) = claim(&scope, Lane::Batch, id).await else {
        panic!("the job cannot be claimed")
    };
    assert_eq!(second.job().attempt, 2);
    assert!(matches!(first.hand_over().await, Err(Error::Conflict(_))));
    second.finish(|_: &mut Run| Ok(()), Transaction::new()).await.expect("an end");
    assert_eq!(run(&scope).await.status, Status::Finished);
}

#[tokio::test]
async fn a_job_that_was_asked_to_stop_is_not_handed_over() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train").await.expect("a job");
    let claim = claimed(&scope, id).await;
    cancel(&scope, id).await.expect("a cancellation");
    claim.hand_over().await.expect("a step");
    assert_eq!(job(&scope, id).await.status, JobStatus::Killed);
    assert_eq!(scope.queue.receive(Lane::Batch, 10, Duration::ZERO).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_claim_that_is_given_back_is_no_attempt() {
    let scope = scope().await;
    let id = enqueue(&scope, TASK, "Train: r").await.expect("a job");
    for turn in 1..=2 * MAX_ATTEMPTS {
        let claim = claimed(&scope, id).await;
        assert_eq!(claim.job().attempt, turn);
        claim.give_back().await.expect("the job given back");
        let job = job(&scope, id).await;
        assert_eq!((job.status, job.lease_until, job.tries()), (JobStatus::NotStarted, None, 0));
        assert_eq!(run(&scope).await.status, Status::Delivered);
        assert_eq!(delivery(&scope).await.message.job_id, id, "somebody is told of it");
        assert!(matches!(claim.finish(|_: &mut Run| Ok(()), Transaction::new()).await, Err(Error::Conflict(_))));
    }
    let claim = claimed(&scope, id).await;
    crate::cancel(&scope, id).await.expect("a request to stop");
    claim.give_back().await.expect("the job given back");
    assert_eq!(job(&scope, id).await.status, JobStatus::Killed, "nobody wants it any more");
}
