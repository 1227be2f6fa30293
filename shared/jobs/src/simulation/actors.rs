//! Who takes part in a schedule: clients that ask and cancel, workers, a sweeper, and a widget that watches.

use super::world::World;
use crate::claim::{Claim, Claiming, claim};
use crate::ending::Next;
use crate::{Cursor, cancel, cancel_all, changes, enqueue, sweep};
use serde_json::json;
use skydash_domain::converter::{Applied, Converter};
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::Task;
use skydash_domain::notebook::Notebook;
use skydash_domain::run::Run;
use skydash_domain::{Error, JobId, JobStatus, NotebookId, RunId};
use skydash_ports::{Delivery, Expect, Key, Lane, Record, Scope, Transaction, Write};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How many runs there are to train.
pub const RUNS: u64 = 2;

/// How many converters the notebook has.
pub const CONVERTERS: u64 = 3;

/// What a client still wants to do, and what it did.
pub struct Wishes {
    pub left: usize,
    pub jobs: Vec<JobId>,
}

/// Asks for work, again and again, and now and then cancels.
pub async fn client(scope: Scope, world: Arc<World>, wishes: Arc<Mutex<Wishes>>) {
    loop {
        {
            let mut wishes = wishes.lock().expect("wishes");
            if wishes.left == 0 {
                return;
            }
            wishes.left -= 1;
        }
        act(&scope, &world, &wishes).await;
        world.pause(Duration::from_secs(world.pick(0..40))).await;
    }
}

async fn act(scope: &Scope, world: &World, wishes: &Mutex<Wishes>) {
    let known = wishes.lock().expect("wishes").jobs.clone();
    match world.pick(0..20) {
        0 => drop(cancel_all(scope).await),
        1..5 if !known.is_empty() => {
            let id = known[world.pick(0..known.len() as u64) as usize];
            drop(cancel(scope, id).await);
        }
        _ => {
            let task = match world.pick(0..RUNS + CONVERTERS) {
                run if run < RUNS => Task::Model { run_id: RunId(1 + run as i64) },
                step => Task::Converter { converter_id: (1 + (step - RUNS) as i64).into(), notebook_id: NotebookId(1) },
            };
            if let Ok(id) = enqueue(scope, task, "Work").await {
                wishes.lock().expect("wishes").jobs.push(id);
            }
        }
    }
}

/// Carries jobs of a lane out, badly at times.
pub async fn worker(scope: Scope, world: Arc<World>, lane: Lane) {
    loop {
        let found = scope.queue.receive(lane, 1, Duration::ZERO).await.unwrap_or_default();
        if found.is_empty() {
            world.pause(Duration::from_secs(world.pick(1..20))).await;
        }
        for delivery in found {
            if let Ok(next) = handle(&scope, &world, lane, &delivery).await {
                drop(match next {
                    Next::Acknowledge => scope.queue.ack(lane, &delivery).await,
                    Next::Release(delay) => scope.queue.release(lane, &delivery, delay).await,
                });
            }
        }
    }
}

async fn handle(scope: &Scope, world: &World, lane: Lane, delivery: &Delivery) -> Result<Next, Error> {
    let claim = match claim(scope, lane, delivery.message.job_id).await? {
        Claiming::Claimed(claim) => claim,
        Claiming::Over | Claiming::Behind | Claiming::HandedOver => return Ok(Next::Acknowledge),
        Claiming::Busy(until) => return Ok(Next::Release(until.since(scope.now()))),
    };
    if (lane, claim.job().lane) == (Lane::Compute, Lane::Batch) {
        world.violation(format!("{} was claimed in the wrong lane", claim.job().id));
    }
    if lane == Lane::Compute && world.chance(10) {
        world.pause(Duration::from_secs(world.pick(0..5))).await;
        return claim.hand_over().await.map(|()| Next::Acknowledge);
    }
    for attempt in 0..3 {
        match work(&claim, world).await {
            Ok(()) => return Ok(Next::Acknowledge),
            // The store did not answer: perhaps it does when asked again.
            Err(Error::Unavailable(_)) if attempt < 2 && world.chance(60) => {}
            Err(error) => return claim.give_up(&error).await,
        }
    }
    Ok(Next::Acknowledge)
}

async fn work(claim: &Claim, world: &World) -> Result<(), Error> {
    if let Task::Converter { notebook_id, .. } = claim.job().task {
        return convert(claim, world, notebook_id).await;
    }
    toil(claim, world).await?;
    let attempt = claim.job().attempt;
    let result = Record {
        key: Key::new("result", claim.job().id),
        version: 0,
        parent: None,
        order: 0,
        body: json!({ "attempt": attempt }),
    };
    let outputs = Transaction::new().write(Write::Put(result, Expect::Anything), None);
    let note = |run: &mut Run| {
        run.description = Some(format!("{} {attempt}", claim.job().id));
        Ok(())
    };
    claim.finish(note, outputs).await
}

/// Makes another table of the one that the notebook has.
async fn convert(claim: &Claim, world: &World, notebook_id: NotebookId) -> Result<(), Error> {
    for round in 0..10 {
        let before = claim.scope().meta.load::<Notebook>(notebook_id).await?.entity.table;
        toil(claim, world).await?;
        let id = format!("{}.{}.{round}", claim.job().id, claim.job().attempt);
        let after = TableVersion { id, rows: 0, columns: 0 };
        let mut moved = false;
        let outcome = claim.finish_with(notebook_id, |converter: &mut Converter, notebook: &mut Notebook| {
            moved = notebook.table != before;
            if moved {
                return Err(Error::conflict("moved"));
            }
            if converter.applied.is_none() {
                let (before, after) = (before.clone(), after.clone());
                converter.applied =
                    Some(Applied { position: notebook.steps, before, after: after.clone(), fitted_key: String::new() });
                notebook.table = after;
                notebook.steps += 1;
            }
            Ok(())
        });
        let outcome = outcome.await;
        if !moved {
            return outcome;
        }
    }
    Err(Error::unavailable("the notebook keeps changing"))
}

/// Takes time, reports, and fails now and then.
async fn toil(claim: &Claim, world: &World) -> Result<(), Error> {
    for part in 0..world.pick(0..3) {
        let stalls = world.misfortune(100);
        world.pause(Duration::from_secs(if stalls { world.pick(50..200) } else { world.pick(0..10) })).await;
        claim.report(part as f64 * 30.0, Some("working"))?;
        if !stalls || world.chance(50) {
            claim.heartbeat().await?;
        }
    }
    match world.pick(0..12) {
        0 => return Err(Error::invalid("The target column has only one value. Choose another.")),
        1 if world.misfortune(900) => return Err(Error::unavailable("simulated")),
        _ => {}
    }
    if world.misfortune(60) {
        world.pause(Duration::from_secs(world.pick(50..200))).await;
    }
    Ok(())
}

/// Sweeps.
pub async fn sweeper(scope: Scope, world: Arc<World>) {
    loop {
        drop(sweep(&scope).await);
        world.pause(Duration::from_secs(30)).await;
    }
}

/// What the widget was told last about each job.
pub type Told = Arc<Mutex<(Option<Cursor>, HashMap<JobId, (JobStatus, u32)>)>>;

/// Polls the feed.
pub async fn widget(scope: Scope, world: Arc<World>, told: Told) {
    loop {
        poll(&scope, &told).await;
        world.pause(Duration::from_millis(world.pick(500..20_000))).await;
    }
}

/// Takes in what changed since the last time.
pub async fn poll(scope: &Scope, told: &Told) {
    let since = told.lock().expect("what was told").0.clone();
    let Ok(found) = changes(scope, since.as_ref()).await else { return };
    let cursor = found.cursor.to_string().parse().expect("a cursor that can be passed back");
    let mut told = told.lock().expect("what was told");
    told.0 = Some(cursor);
    told.1.extend(found.jobs.into_iter().map(|job| (job.id, (job.status, job.attempt))));
}
