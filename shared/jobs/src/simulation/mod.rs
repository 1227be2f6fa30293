//! The state machine under a seeded scheduler: a virtual clock, machines whose clocks differ, ports that fail and crash
//! their callers, messages that get lost, come twice, late and in another order, workers that stall. Workers are the real
//! ones ([`crate::carry_out`]), only their work is made up. When the faults end everything must come to rest, and fit
//! together.
//!
//! `SKYDASH_SCHEDULES` sets how many schedules run (2,000 unless set). A failure names its seed.

mod actors;
mod faults;
pub mod mutant;
mod objects;
mod world;

use actors::{CONVERTERS, GRACE, RUNS, Told, Wishes};
use faults::{FaultyMeta, FaultyQueue};
use futures::{FutureExt, TryStreamExt};
use mutant::Mutant;
use object_store::{ObjectMeta, ObjectStore};
use skydash_domain::converter::Converter;
use skydash_domain::job::{Job, Task};
use skydash_domain::notebook::Notebook;
use skydash_domain::run::Run;
use skydash_domain::{JobStatus, Status};
use skydash_memory::Memory;
use skydash_ports::{Key, Lane, Query, Scope, Stored};
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use world::{Actor, Seeded, Skewed, World, turn};

/// How long after the faults everything must have come to rest.
const REST: i64 = 4 * 3600 * 1_000_000;

/// The outcome of something that does not wait, such as calls to adapters in memory.
fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("a call that does not wait")
}

/// The same adapters behind faults, on a clock of one's own.
fn faulty(scope: &Scope, world: &Arc<World>, offset: i64) -> Scope {
    let meta = Arc::new(FaultyMeta { inner: scope.meta.clone(), world: world.clone() });
    let queue = Arc::new(FaultyQueue { inner: scope.queue.clone(), world: world.clone() });
    let objects = Arc::new(objects::Faulty { inner: scope.objects.clone(), world: world.clone() });
    let clock = Arc::new(Skewed { world: world.clone(), offset });
    Scope::new(meta, queue, objects).with_time(clock, scope.entropy.clone())
}

/// Runs one schedule, and gives what was wrong with it.
fn schedule(seed: u64) -> Vec<String> {
    live(&World::new(seed))
}

fn live(world: &Arc<World>) -> Vec<String> {
    let clock = Arc::new(Skewed { world: world.clone(), offset: 0 });
    let memory = Memory::default()
        .with_time(clock.clone(), Arc::new(Seeded(world.clone())))
        .with_queue(Duration::from_secs(60), 5)
        .build();
    let objects = Arc::new(objects::Dated::new(world));
    let scope = Scope::new(memory.meta, memory.queue, objects).with_time(clock, memory.entropy);
    now(crate::tests::store_runs(&scope, RUNS));
    now(crate::tests::store_notebook(&scope, CONVERTERS));
    let wishes = Arc::new(Mutex::new(Wishes { left: 6, jobs: Vec::new() }));
    let told = Told::default();
    let mut actors = cast(&scope, world, &wishes, &told);

    while wishes.lock().expect("wishes").left > 0 {
        turn(world, &mut actors);
    }
    let healed = world.now() + world.pick(0..300_000_000) as i64;
    while world.now() < healed {
        turn(world, &mut actors);
    }
    world.end_faults();
    while world.now() < healed + REST && !at_rest(&scope) {
        for _ in 0..20 {
            turn(world, &mut actors);
        }
    }
    now(actors::poll(&scope, &told));
    world.pass(GRACE * 2);
    now(crate::collect_older_than(&scope, GRACE, usize::MAX)).expect("a collection");
    let mut wrong = world.violations();
    wrong.extend(examine(&scope, &told));
    wrong
}

fn cast(scope: &Scope, world: &Arc<World>, wishes: &Arc<Mutex<Wishes>>, told: &Told) -> Vec<Actor> {
    let own = |actor: i64| (faulty(scope, world, (actor % 3 - 1) * 400_000), world.clone());
    let mut actors = Vec::new();
    for client in 0..2 {
        let ((scope, world), wishes) = (own(client), wishes.clone());
        actors.push(Actor::new(move || actors::client(scope.clone(), world.clone(), wishes.clone())));
    }
    for (worker, lane) in (0..).zip([Lane::Compute, Lane::Compute, Lane::Compute, Lane::Batch]) {
        let (scope, world) = own(worker);
        actors.push(Actor::new(move || actors::worker(scope.clone(), world.clone(), lane)));
    }
    if !mutant::is(Mutant::Unswept) {
        let (scope, world) = own(1);
        actors.push(Actor::new(move || actors::sweeper(scope.clone(), world.clone())));
    }
    let (collected, chance) = own(0);
    actors.push(Actor::new(move || actors::collector(collected.clone(), chance.clone())));
    let ((scope, world), told) = (own(2), told.clone());
    actors.push(Actor::new(move || actors::widget(scope.clone(), world.clone(), told.clone())));
    actors
}

fn jobs(scope: &Scope) -> Vec<Stored<Job>> {
    now(scope.meta.list()).expect("the jobs")
}

fn at_rest(scope: &Scope) -> bool {
    jobs(scope).iter().all(|job| job.status.is_terminal()) && now(crate::is_empty(scope)).expect("an answer")
}

/// What does not fit together at the end.
fn examine(scope: &Scope, told: &Told) -> Vec<String> {
    let mut wrong = now(crate::check(scope)).expect("a check");
    // The notebook has no dataset here.
    wrong.retain(|finding| !finding.contains("dataset/1"));
    wrong.extend(broken_chain(scope));
    wrong.extend(orphans(scope));
    let told = &told.lock().expect("what was told").1;
    for job in jobs(scope) {
        let name = format!("job {} ({:?}, attempt {})", job.id, job.status, job.attempt);
        if !job.status.is_terminal() {
            wrong.push(format!("{name} is active for ever"));
        }
        let result = now(scope.meta.get(&Key::new("result", job.id))).expect("a read");
        let committed = result.map(|record| (record.version, record.body["attempt"].as_u64()));
        let trains = matches!(job.task, Task::Model { .. });
        let expected = (trains && job.status == JobStatus::Finished).then_some((1, Some(u64::from(job.attempt))));
        if committed != expected {
            wrong.push(format!("{name} committed {committed:?} (times, attempt), not {expected:?}"));
        }
        if job.status == JobStatus::Finished && actors::wants_gpu(&job.task) && job.lane != Lane::Batch {
            wrong.push(format!("{name} was for a GPU, and was done without"));
        }
        if told.get(&job.id) != Some(&(job.status, job.attempt)) {
            wrong.push(format!("{name} was told as {:?}", told.get(&job.id)));
        }
    }
    for run in now(scope.meta.list::<Run>()).expect("the runs") {
        let Some(id) = run.job_id else { continue };
        let Some(job) = now(scope.meta.find::<Job>(id)).expect("a read") else { continue };
        let expected = if job.status == JobStatus::Finished { Status::Finished } else { Status::Error };
        if run.status != expected {
            wrong.push(format!("run {} is {:?}, its job {:?}", run.id, run.status, job.status));
        }
        let note = Some(format!("{id} {}", job.attempt));
        if expected == Status::Finished && run.description != note {
            wrong.push(format!("run {} has the results of {:?}, not of {note:?}", run.id, run.description));
        }
    }
    wrong
}

/// Objects that no record names, after garbage was collected.
fn orphans(scope: &Scope) -> Vec<String> {
    let mut texts = String::new();
    for kind in crate::garbage::REFERRING {
        let page = now(scope.meta.query(&Query::all(kind))).expect("records");
        texts.extend(page.records.iter().map(|record| record.body.to_string()));
    }
    let objects: Vec<ObjectMeta> = now(scope.objects.list(None).try_collect()).expect("objects");
    let objects = objects.iter().filter(|object| object.location.parts().nth(1).expect("an area").as_ref() != "store");
    let names = objects.map(|object| object.location.parts().nth(2).expect("a name").as_ref().to_owned());
    names.filter(|name| !texts.contains(name)).map(|name| format!("nothing refers to {name}")).collect()
}

/// The steps of the notebook lead from its first table to the one it has, each taking up what the one before it made, and
/// none is missing.
fn broken_chain(scope: &Scope) -> Vec<String> {
    let notebook: Stored<Notebook> = now(scope.meta.load(1)).expect("the notebook");
    let converters: Vec<Stored<Converter>> = now(scope.meta.list()).expect("the converters");
    let mut wrong = Vec::new();
    let unapplied = converters.iter().filter(|step| step.status == Status::Finished && step.applied.is_none());
    wrong.extend(unapplied.map(|step| format!("converter {} has finished and changed nothing", step.id)));
    let mut steps: Vec<_> = converters.iter().filter(|step| step.applied.is_some()).collect();
    steps.sort_by_key(|step| step.applied.as_ref().map(|step| step.position));
    wrong.extend(out_of_line(scope, &steps));
    let applied: Vec<_> = steps.iter().filter_map(|step| step.applied.as_ref()).collect();
    let mut table = "first";
    for (position, step) in (0..).zip(&applied) {
        if (step.position, step.before.id.as_str()) != (position, table) {
            wrong.push(format!("step {position} is {step:?}, and the one before it made {table}"));
        }
        table = &step.after.id;
    }
    if (notebook.table.id.as_str(), notebook.steps as usize) != (table, applied.len()) {
        wrong.push(format!("the notebook is {:?} after {applied:?}", notebook.entity));
    }
    wrong
}

/// Steps that were applied before others that were asked for before them, by more than the clocks of machines differ.
fn out_of_line(scope: &Scope, steps: &[&Stored<Converter>]) -> Vec<String> {
    let job = |step: &Stored<Converter>| step.job_id.and_then(|id| now(scope.meta.find::<Job>(id)).expect("a read"));
    let asked: Vec<_> = steps.iter().filter_map(|step| job(step)).map(|job| (job.id, job.enqueued_at)).collect();
    let wrong = asked.windows(2).filter(|pair| pair[0].1.since(pair[1].1) > Duration::from_secs(1));
    wrong.map(|pair| format!("job {} was done before {}", pair[0].0, pair[1].0)).collect()
}

fn schedules() -> u64 {
    std::env::var("SKYDASH_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000)
}

/// Does something with each of the first seeds, two at a time.
fn each_of(count: u64, test: impl Fn(u64) + Sync) {
    std::thread::scope(|scope| {
        for first in 0..2 {
            let test = &test;
            scope.spawn(move || (first..count).step_by(2).for_each(test));
        }
    });
}

#[test]
fn every_schedule_comes_to_rest_and_fits_together() {
    let count = schedules();
    each_of(count, |seed| {
        let wrong = schedule(seed);
        assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
    });
    println!("{count} schedules came to rest");
}

#[test]
fn a_crash_at_any_point_costs_nothing_but_time() {
    let (count, points) = (schedules().div_ceil(500), AtomicU64::new(0));
    each_of(count, |seed| {
        for point in 1.. {
            let world = World::crashing_at(seed, point);
            let wrong = live(&world);
            assert!(wrong.is_empty(), "seed {seed}, point {point}: {wrong:#?}");
            if world.points() < point {
                break;
            }
            points.fetch_add(1, Ordering::Relaxed);
        }
    });
    println!("in {count} schedules somebody crashed at each of {} points", points.into_inner());
}

#[test]
fn the_same_seed_gives_the_same_schedule() {
    let trace = |seed| {
        let world = World::new(seed);
        (0..10).map(|_| world.pick(0..1_000)).collect::<Vec<_>>()
    };
    assert_eq!(trace(7), trace(7));
    assert_ne!(trace(7), trace(8));
}

#[test]
fn every_mutant_is_caught() {
    for mutant in Mutant::ALL {
        mutant::set(Some(mutant));
        let caught = (0..2_000).find(|seed| !schedule(*seed).is_empty());
        mutant::set(None);
        let Some(seed) = caught else { panic!("{mutant:?} was not caught") };
        println!("{mutant:?} is caught by schedule {seed}");
    }
}
