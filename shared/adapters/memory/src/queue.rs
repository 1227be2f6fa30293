//! A queue in a list, on whatever clock it is given.

use skydash_domain::job::Message;
use skydash_domain::{Result, Timestamp};
use skydash_ports::{Clock, Delivery, JobQueue, Lane};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// A message in a lane.
struct Entry {
    message: Message,
    visible_at: Timestamp,
    receives: u32,
    receipt: u64,
}

#[derive(Default)]
struct State {
    lanes: HashMap<Lane, Vec<Entry>>,
    last_receipt: u64,
}

/// The queue.
pub struct MemoryQueue {
    clock: Arc<dyn Clock>,
    visibility_timeout: Duration,
    max_receives: u32,
    state: Mutex<State>,
    changed: Notify,
}

impl MemoryQueue {
    /// An empty queue.
    pub fn new(clock: Arc<dyn Clock>, visibility_timeout: Duration, max_receives: u32) -> Self {
        Self { clock, visibility_timeout, max_receives, state: Mutex::default(), changed: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what is visible now: live messages, or those received too often.
    fn take(&self, lane: Lane, max: usize, dead: bool) -> Vec<Delivery> {
        let now = self.clock.now();
        let mut state = self.state();
        let State { lanes, last_receipt } = &mut *state;
        let entries = lanes.entry(lane).or_default().iter_mut();
        let ready = |entry: &&mut Entry| entry.visible_at <= now && (entry.receives >= self.max_receives) == dead;
        let mut deliveries = Vec::new();
        for entry in entries.filter(ready).take(max.clamp(1, 10)) {
            *last_receipt += 1;
            entry.receipt = *last_receipt;
            entry.visible_at = now.after(self.visibility_timeout);
            entry.receives += u32::from(!dead);
            let receipt = entry.receipt.to_string();
            deliveries.push(Delivery { message: entry.message.clone(), receipt, receives: entry.receives });
        }
        deliveries
    }

    /// When the next live message becomes visible.
    fn next_visible(&self, lane: Lane) -> Option<Timestamp> {
        let state = self.state();
        let live = state.lanes.get(&lane)?.iter().filter(|entry| entry.receives < self.max_receives);
        live.map(|entry| entry.visible_at).min()
    }

    /// Shows or hides the message of a current receipt.
    fn show_at(&self, lane: Lane, delivery: &Delivery, visible_at: Timestamp) {
        let mut state = self.state();
        let entries = state.lanes.entry(lane).or_default();
        if let Some(entry) = entries.iter_mut().find(|entry| entry.receipt.to_string() == delivery.receipt) {
            entry.visible_at = visible_at;
        }
        drop(state);
        self.changed.notify_waiters();
    }
}

#[async_trait::async_trait]
impl JobQueue for MemoryQueue {
    async fn send(&self, lane: Lane, message: &Message) -> Result<()> {
        let entry = Entry { message: message.clone(), visible_at: self.clock.now(), receives: 0, receipt: 0 };
        self.state().lanes.entry(lane).or_default().push(entry);
        self.changed.notify_waiters();
        Ok(())
    }

    async fn receive(&self, lane: Lane, max: usize, wait: Duration) -> Result<Vec<Delivery>> {
        let deadline = self.clock.now().after(wait);
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let found = self.take(lane, max, false);
            let now = self.clock.now();
            if !found.is_empty() || now >= deadline {
                return Ok(found);
            }
            let until = self.next_visible(lane).map_or(deadline, |next| next.min(deadline));
            tokio::select! {
                () = changed => {}
                () = self.clock.sleep(until.since(now)) => {}
            }
        }
    }

    async fn ack(&self, lane: Lane, delivery: &Delivery) -> Result<()> {
        let current = |entry: &Entry| entry.receipt.to_string() == delivery.receipt;
        self.state().lanes.entry(lane).or_default().retain(|entry| !current(entry));
        Ok(())
    }

    async fn release(&self, lane: Lane, delivery: &Delivery, delay: Duration) -> Result<()> {
        self.show_at(lane, delivery, self.clock.now().after(delay));
        Ok(())
    }

    async fn extend(&self, lane: Lane, delivery: &Delivery, timeout: Duration) -> Result<()> {
        self.show_at(lane, delivery, self.clock.now().after(timeout));
        Ok(())
    }

    async fn dead_letters(&self, lane: Lane, max: usize) -> Result<Vec<Delivery>> {
        Ok(self.take(lane, max, true))
    }

    fn visibility_timeout(&self) -> Duration {
        self.visibility_timeout
    }

    fn max_receives(&self) -> u32 {
        self.max_receives
    }
}
