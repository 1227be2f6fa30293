//! Connections between two requests, which make room for others when there is none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The connections that wait for their next request.
#[derive(Default)]
pub(crate) struct Idle(Mutex<State>);

#[derive(Default)]
struct State {
    /// By the time since when they wait: the first for longest.
    waiting: BTreeMap<u64, Arc<Notify>>,
    next: u64,
    /// Whether the next one that begins to wait is to go.
    is_wanted: bool,
}

impl Idle {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the connection that has waited for longest, or else the next one that begins to.
    pub(crate) fn make_room(&self) {
        let mut state = self.state();
        match state.waiting.pop_first() {
            Some((_, connection)) => connection.notify_one(),
            None => state.is_wanted = true,
        }
    }

    /// Nobody needs room any more.
    pub(crate) fn has_room(&self) {
        self.state().is_wanted = false;
    }
}

/// A connection among the others.
pub(crate) struct Seat {
    idle: Arc<Idle>,
    end: Arc<Notify>,
    since: Mutex<Option<u64>>,
}

impl Seat {
    pub(crate) fn new(idle: Arc<Idle>) -> Self {
        Self { idle, end: Arc::default(), since: Mutex::default() }
    }

    fn since(&self) -> MutexGuard<'_, Option<u64>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request has come.
    pub(crate) fn work(&self) {
        if let Some(since) = self.since().take() {
            self.idle.state().waiting.remove(&since);
        }
    }

    /// The request has been answered; the answer may still be on its way.
    pub(crate) fn wait(&self) {
        let mut since = self.since();
        let mut state = self.idle.state();
        if std::mem::take(&mut state.is_wanted) {
            return self.end.notify_one();
        }
        let place = state.next;
        state.next += 1;
        state.waiting.insert(place, self.end.clone());
        *since = Some(place);
    }

    /// Waits until the connection is to make room.
    pub(crate) async fn is_to_go(&self) {
        self.end.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.work();
    }
}
