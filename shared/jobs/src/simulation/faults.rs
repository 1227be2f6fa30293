//! Ports that fail: before the deed, after the deed, or by ending whoever called them.

use super::mutant::{self, Mutant};
use super::world::World;
use crate::MAX_ATTEMPTS;
use serde::Deserialize;
use skydash_domain::job::{Job, Message};
use skydash_domain::{Error, JobStatus, Result, Tenant};
use skydash_ports::{
    Commit, Delivery, Entity, Expect, JobQueue, Key, Kind, Lane, MetaStore, Page, Query, Record, Write,
};
use std::sync::Arc;
use std::time::Duration;

/// Of a thousand calls, so many fail, in each of the ways.
const RATE: u32 = 8;

fn failed() -> Error {
    Error::unavailable("simulated")
}

/// What happens before a call gets through.
pub async fn before(world: &World) -> Result<()> {
    world.pause(Duration::ZERO).await;
    world.survive(RATE).await;
    if world.misfortune(RATE) { Err(failed()) } else { Ok(()) }
}

/// What happens to the answer on its way back.
pub async fn after<T>(world: &World, outcome: Result<T>) -> Result<T> {
    world.survive(RATE).await;
    if world.misfortune(RATE) { Err(failed()) } else { outcome }
}

/// A store that fails, and that watches what is written.
pub struct FaultyMeta {
    pub inner: Arc<dyn MetaStore>,
    pub world: Arc<World>,
}

impl FaultyMeta {
    /// Notes steps of jobs that may never be.
    async fn watch(&self, writes: &[Write]) {
        for write in writes {
            let Write::Put(record, _) = write else { continue };
            if record.key.kind != Job::KIND {
                continue;
            }
            if let Ok(Some(old)) = self.inner.find::<Job>(&record.key.id).await
                && let Ok(new) = Job::deserialize(&record.body)
                && let Some(wrong) = forbidden(&old, &new, self.world.now())
            {
                self.world.violation(format!("{} {wrong}: {old:?} became {new:?}", record.key));
            }
        }
    }
}

/// What a step of a job may never be.
fn forbidden(old: &Job, new: &Job, now: i64) -> Option<&'static str> {
    // Clocks differ by less.
    let leased = old.status == JobStatus::Started && old.lease_until.is_some_and(|lease| lease.0 > now + 1_000_000);
    let given_up = new.error.as_deref().is_some_and(|error| error.starts_with("Given up"));
    let early = new.attempt < MAX_ATTEMPTS && now < new.enqueued_at.after(Duration::from_secs(23 * 3600)).0;
    if old.status.is_terminal() {
        return Some("changed after it had ended");
    }
    if new.attempt > old.attempt && leased {
        return Some("was taken from somebody who had a lease");
    }
    if new.attempt > MAX_ATTEMPTS {
        return Some("was taken too often");
    }
    if new.status == JobStatus::Finished && old.cancel_requested {
        return Some("finished although it was asked to stop");
    }
    (given_up && early).then_some("was given up early")
}

/// What a defect makes of a condition.
fn weaken(write: &mut Write) {
    let (kind, Write::Put(_, expect) | Write::Delete(_, expect) | Write::Check(_, expect)) = (write.key().kind, write);
    if mutant::is(Mutant::BlindWrites) && matches!(expect, Expect::Version(_)) {
        *expect = Expect::Present;
    }
    if mutant::is(Mutant::UnlockedEntities) && kind == "active" {
        *expect = Expect::Anything;
    }
}

#[async_trait::async_trait]
impl MetaStore for FaultyMeta {
    fn for_tenant(&self, tenant: &Tenant) -> Arc<dyn MetaStore> {
        Arc::new(Self { inner: self.inner.for_tenant(tenant), world: self.world.clone() })
    }

    async fn get(&self, key: &Key) -> Result<Option<Record>> {
        before(&self.world).await?;
        if mutant::is(Mutant::UnlockedEntities) && key.kind == "active" {
            return Ok(None);
        }
        after(&self.world, self.inner.get(key).await).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        before(&self.world).await?;
        after(&self.world, self.inner.get_many(keys).await).await
    }

    async fn query(&self, query: &Query) -> Result<Page> {
        before(&self.world).await?;
        after(&self.world, self.inner.query(query).await).await
    }

    async fn commit(&self, mut writes: Vec<Write>) -> Result<Commit> {
        before(&self.world).await?;
        writes.iter_mut().for_each(weaken);
        let watched = writes.clone();
        if self.would_hold(&watched).await {
            self.watch(&watched).await;
        }
        after(&self.world, self.inner.commit(writes).await).await
    }

    async fn next_id(&self, kind: Kind) -> Result<i64> {
        before(&self.world).await?;
        after(&self.world, self.inner.next_id(kind).await).await
    }

    async fn tenants(&self, after_name: Option<&Tenant>) -> Result<Vec<Tenant>> {
        before(&self.world).await?;
        after(&self.world, self.inner.tenants(after_name).await).await
    }
}

impl FaultyMeta {
    /// Whether the conditions hold, asked by a transaction of checks alone.
    async fn would_hold(&self, writes: &[Write]) -> bool {
        let checks = writes.iter().map(|write| Write::Check(write.key().clone(), write.expect())).collect();
        self.inner.commit(checks).await == Ok(Commit::Done)
    }
}

/// A queue that fails, and that loses, repeats and delays messages, by which they overtake each other.
pub struct FaultyQueue {
    pub inner: Arc<dyn JobQueue>,
    pub world: Arc<World>,
}

#[async_trait::async_trait]
impl JobQueue for FaultyQueue {
    async fn send(&self, lane: Lane, message: &Message) -> Result<()> {
        before(&self.world).await?;
        if self.world.misfortune(30) {
            return Ok(());
        }
        if self.world.misfortune(100) {
            self.inner.send(lane, message).await?;
        }
        if self.world.misfortune(100) {
            self.world.send_late(Duration::from_secs(self.world.pick(1..300)), lane, message.clone());
            return after(&self.world, Ok(())).await;
        }
        after(&self.world, self.inner.send(lane, message).await).await
    }

    async fn receive(&self, lane: Lane, max: usize, wait: Duration) -> Result<Vec<Delivery>> {
        before(&self.world).await?;
        for (_, lane, message) in self.world.arrived() {
            self.inner.send(lane, &message).await?;
        }
        after(&self.world, self.inner.receive(lane, max, wait).await).await
    }

    async fn ack(&self, lane: Lane, delivery: &Delivery) -> Result<()> {
        before(&self.world).await?;
        after(&self.world, self.inner.ack(lane, delivery).await).await
    }

    async fn release(&self, lane: Lane, delivery: &Delivery, delay: Duration) -> Result<()> {
        before(&self.world).await?;
        after(&self.world, self.inner.release(lane, delivery, delay).await).await
    }

    async fn extend(&self, lane: Lane, delivery: &Delivery, timeout: Duration) -> Result<()> {
        before(&self.world).await?;
        after(&self.world, self.inner.extend(lane, delivery, timeout).await).await
    }

    async fn dead_letters(&self, lane: Lane, max: usize) -> Result<Vec<Delivery>> {
        before(&self.world).await?;
        after(&self.world, self.inner.dead_letters(lane, max).await).await
    }

    fn visibility_timeout(&self) -> Duration {
        self.inner.visibility_timeout()
    }

    fn max_receives(&self) -> u32 {
        self.inner.max_receives()
    }
}

/// Without faults the wrappers change nothing about the ports.
mod conformance {
    use super::*;
    use skydash_memory::Memory;

    fn calm() -> Arc<World> {
        let world = World::new(0);
        world.end_faults();
        world
    }

    async fn store() -> (Arc<dyn MetaStore>, ()) {
        (Arc::new(FaultyMeta { inner: Memory::scope().meta, world: calm() }), ())
    }

    async fn queue() -> (Arc<dyn JobQueue>, ()) {
        let inner = Memory::default().with_queue(Duration::from_millis(500), 3).build().queue;
        (Arc::new(FaultyQueue { inner, world: calm() }), ())
    }

    skydash_ports::meta_store_conformance!([], store);
    skydash_ports::job_queue_conformance!([], queue);
}
