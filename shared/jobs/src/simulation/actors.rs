//! Who takes part in a schedule: clients that ask and cancel, workers, a sweeper, a collector of garbage, and a widget that
//! watches.

use super::world::World;
use crate::tests::empty_table;
use crate::{Claim, Cursor, Work, Worker, cancel, cancel_all, carry_out, changes, collect_older_than, enqueue, sweep};
use serde_json::json;
use skydash_domain::converter::{Applied, Converter};
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::Task;
use skydash_domain::notebook::Notebook;
use skydash_domain::run::Run;
use skydash_domain::{Error, JobId, JobStatus, NotebookId, RunId};
use skydash_ports::{Expect, Key, Lane, Record, Scope, Transaction, Write};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

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
    let (stop, stopped) = watch::channel(false);
    let labour = Labour { world: world.clone(), lane, stop };
    loop {
        let found = scope.queue.receive(lane, 1, Duration::ZERO).await.unwrap_or_default();
        if found.is_empty() {
            world.pause(Duration::from_secs(world.pick(1..20))).await;
        }
        for delivery in found {
            let given = Duration::from_secs(world.pick(20..300));
            let until = (lane == Lane::Compute).then(|| scope.now().after(given));
            labour.stop.send_replace(false);
            let worker = Worker { lane, until, has_batch: true, stop: Some(stopped.clone()) };
            carry_out(&scope, &worker, &labour, &delivery).await;
        }
    }
}

/// What jobs are about here: trouble.
struct Labour {
    world: Arc<World>,
    lane: Lane,
    stop: watch::Sender<bool>,
}

#[async_trait::async_trait]
impl Work for Labour {
    async fn wants_gpu(&self, _: &Scope, task: &Task) -> Result<bool, Error> {
        Ok(wants_gpu(task))
    }

    async fn carry_out(&self, claim: &Arc<Claim>) -> Result<(), Error> {
        if (self.lane, claim.job().lane) == (Lane::Compute, Lane::Batch) {
            self.world.violation(format!("{} was claimed in the wrong lane", claim.job().id));
        }
        tokio::select! {
            biased;
            outcome = self.labour(claim) => outcome,
            never = self.be_told_to_stop() => match never {},
        }
    }
}

impl Labour {
    /// Tells the worker to stop, now and then.
    async fn be_told_to_stop(&self) -> Infallible {
        if self.world.chance(8) {
            self.world.pause(Duration::from_secs(self.world.pick(0..20))).await;
            self.stop.send_replace(true);
        }
        std::future::pending().await
    }

    async fn labour(&self, claim: &Arc<Claim>) -> Result<(), Error> {
        for _ in 0..2 {
            match work(claim, &self.world).await {
                // The store did not answer: perhaps it does when asked again.
                Err(Error::Unavailable(_)) if self.world.chance(60) => {}
                outcome => return outcome,
            }
        }
        work(claim, &self.world).await
    }
}

/// The last run is one for a GPU.
pub fn wants_gpu(task: &Task) -> bool {
    matches!(task, Task::Model { run_id } if run_id.0 == RUNS as i64)
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
    let model = store(claim, "model").await?;
    hesitate(world).await;
    let note = |run: &mut Run| {
        run.description = Some(format!("{} {attempt}", claim.job().id));
        run.model_key = Some(model.clone());
        Ok(())
    };
    claim.finish(note, outputs).await
}

/// Makes another table of the one that the notebook has.
async fn convert(claim: &Claim, world: &World, notebook_id: NotebookId) -> Result<(), Error> {
    let scope = claim.scope();
    for _ in 0..10 {
        let before = scope.meta.load::<Notebook>(notebook_id).await?.entity.table;
        toil(claim, world).await?;
        let id = scope.entropy.uuid().to_string();
        let hash = Some(scope.tables.put_summary(&id, &empty_table()).await?);
        let after = TableVersion { id, rows: 0, columns: 0, hash };
        let fitted_key = store(claim, "fitted").await?;
        hesitate(world).await;
        let mut moved = false;
        let outcome = claim.finish_with(notebook_id, |converter: &mut Converter, notebook: &mut Notebook| {
            moved = notebook.table != before;
            if moved {
                return Err(Error::conflict("moved"));
            }
            let (position, before, fitted_key) = (notebook.steps, before.clone(), fitted_key.clone());
            converter.applied = Some(Applied { position, before, after: after.clone(), fitted_key });
            notebook.table = after.clone();
            notebook.steps += 1;
            Ok(())
        });
        let outcome = outcome.await;
        if !moved {
            return outcome;
        }
    }
    Err(Error::unavailable("the notebook keeps changing"))
}

/// Stores a result; gives its name.
async fn store(claim: &Claim, word: &str) -> Result<String, Error> {
    let name = format!("{word}-{}", claim.scope().entropy.uuid());
    claim.scope().artifacts.add(&name, "result".into()).await
}

/// Takes time, reports, and fails now and then.
async fn toil(claim: &Claim, world: &World) -> Result<(), Error> {
    for part in 0..world.pick(0..3) {
        world.pause(Duration::from_secs(world.pick(0..10))).await;
        if world.misfortune(100) {
            world.stall(Duration::from_secs(world.pick(50..200))).await;
        }
        claim.report(part as f64 * 30.0, Some("working"))?;
    }
    match world.pick(0..12) {
        0 => return Err(Error::invalid("The target column has only one value. Choose another.")),
        1 if world.misfortune(900) => return Err(Error::unavailable("simulated")),
        _ => {}
    }
    Ok(())
}

/// Freezes, at times, when all is done but the commit.
async fn hesitate(world: &World) {
    if world.misfortune(60) {
        world.stall(Duration::from_secs(world.pick(50..200))).await;
    }
}

/// Sweeps.
pub async fn sweeper(scope: Scope, world: Arc<World>) {
    loop {
        drop(sweep(&scope).await);
        world.pause(Duration::from_secs(30)).await;
    }
}

/// After how long here an object that nothing refers to is garbage: longer than anybody takes between storing and commit.
pub const GRACE: Duration = Duration::from_secs(600);

/// Collects garbage.
pub async fn collector(scope: Scope, world: Arc<World>) {
    loop {
        world.pause(Duration::from_secs(world.pick(60..300))).await;
        drop(collect_older_than(&scope, GRACE, 100).await);
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
