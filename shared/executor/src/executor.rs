//! Workers and the sweeper of one process.

use crate::runner::{Runner, hand_to};
use crate::work::carry_out;
use skydash_domain::Result;
use skydash_jobs::{self as jobs, Retention, Worker};
use skydash_ports::{Delivery, Lane, Scope};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long a worker waits for a message before it looks again.
const WAIT: Duration = Duration::from_secs(20);

/// How long to leave a store alone that did not answer.
const PAUSE: Duration = Duration::from_secs(1);

/// How often the sweeper goes round.
const SWEEP_EVERY: Duration = Duration::from_secs(15);

/// How long workers may take to give back what they do.
const FAREWELL: Duration = Duration::from_secs(10);

/// Once in how many rounds of the sweeper garbage is collected and old jobs are forgotten.
const COLLECT_EVERY: u32 = 40;

/// The workers of this process.
pub struct Executor {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Executor {
    /// Takes up the jobs that an earlier process on this store left half-done, and starts as [`Executor::start`]. No other
    /// process may be working on the store.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn start_alone(scope: Scope, workers: usize, retention: Retention) -> Result<Self> {
        let recovered = jobs::recover(&scope).await?;
        if recovered > 0 {
            tracing::info!(jobs = recovered, "taking up what an earlier process left");
        }
        Ok(Self::start(scope, workers, None, retention))
    }

    /// Starts `workers` workers on the compute lane, one on the batch lane, and the sweeper, which keeps ended jobs for as
    /// long as `retention` says. Jobs of the batch lane are
    /// carried out by `batch`, or in this process. Jobs whose worker has died are taken up when its lease is over.
    #[must_use]
    pub fn start(scope: Scope, workers: usize, batch: Option<Arc<dyn Runner>>, retention: Retention) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for _ in 0..workers.max(1) {
            tasks.spawn(work(scope.clone(), Lane::Compute, None, stopped.clone()));
        }
        tasks.spawn(work(scope.clone(), Lane::Batch, batch, stopped.clone()));
        tasks.spawn(until(stopped, sweep(scope, retention)));
        Self { stop, tasks }
    }

    /// Stops taking jobs, and gives back those that run: the next start takes them up, and none has lost an attempt.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, ended).await.is_err() {
            tracing::warn!("jobs were not given back in time; the next start takes them up as after a crash");
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => {}
        () = work => {}
    }
}

async fn work(scope: Scope, lane: Lane, runner: Option<Arc<dyn Runner>>, stopped: watch::Receiver<bool>) {
    let worker = Worker::endless(lane).until_told(stopped);
    let carry = async |delivery: &Delivery| match &runner {
        Some(runner) => tokio::select! {
            _ = hand_to(&**runner, &scope, delivery) => {}
            // The process that carries the job out ends with this, and its job is taken up when its lease is over.
            () = worker.told_to_stop() => {}
        },
        None => drop(carry_out(&scope, &worker, delivery).await),
    };
    loop {
        let received = tokio::select! {
            biased;
            () = worker.told_to_stop() => return,
            received = scope.queue.receive(lane, 1, WAIT) => received,
        };
        match received {
            Ok(deliveries) => {
                for delivery in deliveries {
                    carry(&delivery).await;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the queue did not answer");
                scope.clock.sleep(PAUSE).await;
            }
        }
    }
}

async fn sweep(scope: Scope, retention: Retention) {
    for round in 1.. {
        scope.clock.sleep(SWEEP_EVERY).await;
        if let Err(error) = jobs::sweep(&scope).await {
            tracing::warn!(%error, "a sweep was cut short");
        }
        if round % COLLECT_EVERY == 0
            && let Err(error) = jobs::collect_garbage(&scope).await
        {
            tracing::warn!(%error, "a collection of garbage was cut short");
        }
        if round % COLLECT_EVERY == 1
            && let Err(error) = jobs::forget_ended(&scope, retention).await
        {
            tracing::warn!(%error, "old jobs were not all forgotten");
        }
    }
}
