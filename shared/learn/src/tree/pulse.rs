//! Progress that many threads may report at once.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

const PAUSE_MILLIS: u64 = 150;

/// Counts finished steps and reports them a few times a second.
pub(crate) struct Pulse<'a> {
    progress: &'a dyn Progress,
    started: Instant,
    next_millis: AtomicU64,
    done: AtomicUsize,
    steps: usize,
    stopped: AtomicBool,
}

impl<'a> Pulse<'a> {
    /// Work of this many steps; reports its start.
    pub(crate) fn start(progress: &'a dyn Progress, steps: usize) -> Result<Self> {
        progress.report(0.0)?;
        Ok(Self {
            progress,
            started: Instant::now(),
            next_millis: AtomicU64::new(PAUSE_MILLIS),
            done: AtomicUsize::new(0),
            steps: steps.max(1),
            stopped: AtomicBool::new(false),
        })
    }

    /// Reports when it is time to; fails on every thread once the work was cancelled on one.
    pub(crate) fn beat(&self) -> Result<()> {
        if self.stopped.load(Relaxed) {
            return Err(Error::Cancelled);
        }
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let due = self.next_millis.load(Relaxed);
        let mine = now >= due
            && self.next_millis.compare_exchange(due, now.saturating_add(PAUSE_MILLIS), Relaxed, Relaxed).is_ok();
        if mine {
            let fraction = self.done.load(Relaxed) as f64 / self.steps as f64;
            self.progress.report(fraction.min(1.0)).inspect_err(|_| self.stopped.store(true, Relaxed))?;
        }
        Ok(())
    }

    /// Notes that one step is done.
    pub(crate) fn step(&self) -> Result<()> {
        self.done.fetch_add(1, Relaxed);
        self.beat()
    }
}
