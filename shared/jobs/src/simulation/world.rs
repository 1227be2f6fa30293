//! Time, chance and turns: everything that a schedule decides.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use skydash_domain::Timestamp;
use skydash_domain::job::Message;
use skydash_ports::{Clock, Entropy, Lane};
use std::future::{Future, poll_fn};
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use uuid::Uuid;

/// What all actors share.
pub struct World {
    state: Mutex<State>,
}

struct State {
    rng: ChaCha8Rng,
    now: i64,
    /// When the actor that has the turn wants its next one: the earliest of what it waits for.
    wake: i64,
    /// Until when it gets none, whatever it wants.
    stalled: i64,
    crashed: bool,
    faults: bool,
    /// How many points have been passed at which an actor may crash, and the one at which it surely does.
    points: u64,
    last_point: Option<u64>,
    /// Messages that are on their way, and when they arrive.
    late: Vec<(i64, Lane, Message)>,
    violations: Vec<String>,
}

impl World {
    pub fn new(seed: u64) -> Arc<Self> {
        Self::with(seed, true, None)
    }

    /// One where nothing fails, but for whoever passes the point of this number.
    pub fn crashing_at(seed: u64, point: u64) -> Arc<Self> {
        Self::with(seed, false, Some(point))
    }

    fn with(seed: u64, faults: bool, last_point: Option<u64>) -> Arc<Self> {
        let state = State {
            rng: ChaCha8Rng::seed_from_u64(seed),
            now: 1_000_000_000_000,
            wake: 0,
            stalled: 0,
            crashed: false,
            faults,
            points: 0,
            last_point,
            late: Vec::new(),
            violations: Vec::new(),
        };
        Arc::new(Self { state: Mutex::new(state) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("a world that did not panic")
    }

    pub fn chance(&self, percent: u32) -> bool {
        self.state().rng.random_range(0..100) < percent
    }

    /// The same, but never once the faults have ended.
    pub fn misfortune(&self, per_mille: u32) -> bool {
        let mut state = self.state();
        state.rng.random_range(0..1000) < per_mille && state.faults
    }

    pub fn pick(&self, range: Range<u64>) -> u64 {
        self.state().rng.random_range(range)
    }

    pub fn now(&self) -> i64 {
        self.state().now
    }

    /// Lets time go by in which nobody does anything.
    pub fn pass(&self, duration: Duration) {
        self.state().now += duration.as_micros() as i64;
    }

    pub fn end_faults(&self) {
        self.state().faults = false;
    }

    pub fn violation(&self, text: String) {
        self.state().violations.push(text);
    }

    pub fn violations(&self) -> Vec<String> {
        std::mem::take(&mut self.state().violations)
    }

    /// Passes a point at which actors crash, once in so many thousands.
    pub async fn survive(&self, per_mille: u32) {
        let is_last = {
            let mut state = self.state();
            state.points += 1;
            state.last_point == Some(state.points)
        };
        if is_last || self.misfortune(per_mille) {
            self.crash().await;
        }
    }

    /// How many points were passed.
    pub fn points(&self) -> u64 {
        self.state().points
    }

    /// Sends a message that takes its time.
    pub fn send_late(&self, delay: Duration, lane: Lane, message: Message) {
        let mut state = self.state();
        let due = state.now + delay.as_micros() as i64;
        state.late.push((due, lane, message));
    }

    /// The messages that have arrived meanwhile.
    pub fn arrived(&self) -> Vec<(i64, Lane, Message)> {
        let mut state = self.state();
        let now = state.now;
        state.late.extract_if(.., |(due, ..)| *due <= now).collect()
    }

    /// Ends the actor that has the turn, here and now.
    async fn crash(&self) {
        self.state().crashed = true;
        std::future::pending::<()>().await;
    }

    /// Freezes the actor that has the turn, with all that it does at once.
    pub async fn stall(&self, duration: Duration) {
        {
            let mut state = self.state();
            state.stalled = state.now + duration.as_micros() as i64;
        }
        self.pause(Duration::ZERO).await;
    }

    /// Gives others a turn for at least so long.
    pub async fn pause(&self, duration: Duration) {
        let until = self.now() + duration.as_micros() as i64;
        let mut had_a_turn = false;
        poll_fn(|context| {
            let mut state = self.state();
            if had_a_turn && state.now >= until {
                return Poll::Ready(());
            }
            had_a_turn = true;
            state.wake = state.wake.min(until);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

/// Somebody who does something, and starts again after a crash.
pub struct Actor {
    start: Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>,
    running: Option<Pin<Box<dyn Future<Output = ()>>>>,
    wake: i64,
}

impl Actor {
    pub fn new<F: Future<Output = ()> + 'static>(start: impl Fn() -> F + 'static) -> Self {
        let start = Box::new(move || Box::pin(start()) as Pin<Box<dyn Future<Output = ()>>>);
        Self { running: Some(start()), start, wake: 0 }
    }
}

/// Gives one of the actors that want it a turn, or lets time pass until one does. False when nobody is left.
pub fn turn(world: &World, actors: &mut [Actor]) -> bool {
    let alive: Vec<usize> = (0..actors.len()).filter(|actor| actors[*actor].running.is_some()).collect();
    let Some(first) = alive.iter().map(|actor| actors[*actor].wake).min() else { return false };
    let now = {
        let mut state = world.state();
        state.now =
            state.now.max(first) + if state.rng.random_bool(0.5) { state.rng.random_range(0..20_000) } else { 0 };
        state.now
    };
    let ready: Vec<usize> = alive.into_iter().filter(|actor| actors[*actor].wake <= now).collect();
    let actor = &mut actors[ready[world.pick(0..ready.len() as u64) as usize]];
    let Some(running) = actor.running.as_mut() else { return true };
    (world.state().wake, world.state().stalled) = (i64::MAX, 0);
    let ended = running.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
    actor.wake = {
        let state = world.state();
        state.wake.max(state.stalled)
    };
    if ended {
        actor.running = None;
    } else if std::mem::take(&mut world.state().crashed) {
        actor.running = Some((actor.start)());
        actor.wake = now + world.pick(0..30_000_000) as i64;
    }
    true
}

/// A clock that is off by a constant.
pub struct Skewed {
    pub world: Arc<World>,
    pub offset: i64,
}

#[async_trait::async_trait]
impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        Timestamp(self.world.now() + self.offset)
    }

    async fn sleep(&self, duration: Duration) {
        self.world.survive(1).await;
        self.world.pause(duration).await;
    }
}

/// Ids that the seed decides.
pub struct Seeded(pub Arc<World>);

impl Entropy for Seeded {
    fn uuid(&self) -> Uuid {
        Uuid::from_u64_pair(self.0.pick(0..u64::MAX), self.0.pick(0..u64::MAX))
    }
}
