//! The line before a notebook, and steps that move it.

use crate::tests::store_notebook;
use crate::{Claim, Claiming, cancel, claim, enqueue, recover};
use skydash_domain::converter::{Applied, Converter};
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::Task;
use skydash_domain::notebook::Notebook;
use skydash_domain::{Error, JobId, NotebookId, Result};
use skydash_memory::Memory;
use skydash_ports::{Delivery, Lane, Scope};
use std::time::Duration;

/// Asks for these converters, one after the other, and gives their jobs.
async fn asked(scope: &Scope, converters: &[i64]) -> Vec<JobId> {
    let mut jobs = Vec::new();
    for &id in converters {
        let task = Task::Converter { converter_id: id.into(), notebook_id: NotebookId(1) };
        jobs.push(enqueue(scope, task, "Convert").await.expect("a job"));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    jobs
}

async fn received(scope: &Scope) -> Vec<JobId> {
    let found = scope.queue.receive(Lane::Compute, 10, Duration::ZERO).await.expect("deliveries");
    for delivery in &found {
        scope.queue.ack(Lane::Compute, delivery).await.expect("an ack");
    }
    found.into_iter().map(|delivery: Delivery| delivery.message.job_id).collect()
}

async fn claimed(scope: &Scope, id: JobId) -> Option<Claim> {
    match claim(scope, Lane::Compute, id).await.expect("an answer") {
        Claiming::Claimed(claim) => Some(claim),
        _ => None,
    }
}

/// Finishes a step that took up the table of this name.
async fn step(claim: &Claim, from: &str, to: &str) -> Result<()> {
    let change = |converter: &mut Converter, notebook: &mut Notebook| {
        if notebook.table.id != from {
            return Err(Error::conflict("moved"));
        }
        let after = TableVersion { id: to.into(), rows: 0, columns: 0, hash: None };
        let before = std::mem::replace(&mut notebook.table, after.clone());
        converter.applied = Some(Applied { position: notebook.steps, before, after, fitted_key: "fitted".into() });
        notebook.steps += 1;
        Ok(())
    };
    claim.finish_with(1, change).await
}

async fn scope() -> Scope {
    let scope = Memory::scope();
    store_notebook(&scope, 3).await;
    scope
}

#[tokio::test]
async fn converters_take_turns_in_the_order_they_were_asked_for() {
    let scope = scope().await;
    let jobs = asked(&scope, &[2, 1, 3]).await;
    assert_eq!(received(&scope).await, jobs);
    let first = claimed(&scope, jobs[0]).await.expect("its turn");
    assert!(matches!(claim(&scope, Lane::Compute, jobs[1]).await, Ok(Claiming::Behind)));
    assert!(matches!(claim(&scope, Lane::Compute, jobs[2]).await, Ok(Claiming::Behind)));
    step(&first, "first", "second").await.expect("a step");
    assert_eq!(received(&scope).await, [jobs[1]], "the next one is called, and no other");
    let second = claimed(&scope, jobs[1]).await.expect("its turn");
    assert!(matches!(claim(&scope, Lane::Compute, jobs[2]).await, Ok(Claiming::Behind)));
    second.fail("The column is missing. Choose another.").await.expect("an end");
    assert_eq!(received(&scope).await, [jobs[2]]);
    let notebook = scope.meta.load::<Notebook>(1).await.expect("the notebook");
    assert_eq!((notebook.table.id.as_str(), notebook.steps), ("second", 1));
}

#[tokio::test]
async fn a_cancelled_converter_gives_its_place_up() {
    let scope = scope().await;
    let jobs = asked(&scope, &[1, 2]).await;
    received(&scope).await;
    assert!(claimed(&scope, jobs[1]).await.is_none());
    cancel(&scope, jobs[0]).await.expect("a cancellation");
    assert_eq!(received(&scope).await, [jobs[1]]);
    assert!(claimed(&scope, jobs[1]).await.is_some());
}

#[tokio::test]
async fn those_who_waited_when_the_process_ended_are_called_at_the_next_start() {
    let scope = scope().await;
    let jobs = asked(&scope, &[1, 2]).await;
    received(&scope).await;
    let _lost = claimed(&scope, jobs[0]).await;
    assert_eq!(recover(&scope).await, Ok(1));
    assert_eq!(received(&scope).await, [jobs[1]]);
}

#[tokio::test]
async fn a_step_from_a_table_that_the_notebook_no_longer_has_changes_nothing() {
    let scope = scope().await;
    let jobs = asked(&scope, &[1]).await;
    let claim = claimed(&scope, jobs[0]).await.expect("its turn");
    assert_eq!(step(&claim, "another", "second").await, Err(Error::conflict("moved")));
    assert_eq!(scope.meta.load::<Notebook>(1).await.expect("the notebook").steps, 0);
    assert_eq!(scope.meta.load::<Converter>(1).await.expect("the converter").applied, None);
    step(&claim, "first", "second").await.expect("a step");
}

#[tokio::test]
async fn a_step_of_a_notebook_that_was_deleted_is_not_found() {
    let scope = scope().await;
    let jobs = asked(&scope, &[1]).await;
    let claim = claimed(&scope, jobs[0]).await.expect("its turn");
    let notebook = scope.meta.load::<Notebook>(1).await.expect("the notebook");
    skydash_ports::Transaction::new().remove(&notebook).commit(&*scope.meta).await.expect("a deletion");
    assert_eq!(step(&claim, "first", "second").await, Err(Error::not_found("Notebook not found")));
}

#[tokio::test]
async fn a_step_that_is_applied_needs_no_other_job() {
    let scope = scope().await;
    let first = asked(&scope, &[1]).await[0];
    let table = scope.meta.load::<Notebook>(1).await.expect("a notebook").entity.table.id;
    step(&claimed(&scope, first).await.expect("a claim"), &table, "t1").await.expect("a step");
    assert_eq!(asked(&scope, &[1]).await, [first], "asked for in the moment in which it was applied");
}
