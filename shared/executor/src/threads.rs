//! Threads for jobs. Every job computes in a pool of its own, so that none waits for another's end, and so that no request
//! does: requests compute on their own threads, and in rayon's common pool where they use one.
//!
//! All threads of jobs have the lowest priority that the system knows. A request that comes meanwhile has a processor at
//! once, and a job that is alone with the machine has all of them.

use rayon::ThreadPoolBuilder;
use skydash_domain::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use thread_priority::{ThreadPriority, set_current_thread_priority};
use tokio::sync::oneshot;

/// So many jobs may have a thread for each core; more of them share as many threads.
const FULL_JOBS: usize = 4;

/// Runs what keeps processors busy for a job, in a pool of its own: whatever in it is parallel uses the pool's threads.
/// Those of the async runtime are not used up, not even while `work` waits for parts of tables.
///
/// # Errors
/// Those of `work`, and [`Error::Internal`] when it panics: a defect of ours that ends this work and nothing else.
pub(crate) async fn on_threads<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let share = Share::take();
    let pool = ThreadPoolBuilder::new()
        .num_threads(share.threads)
        .thread_name(|number| format!("job-{number}"))
        .start_handler(|_| step_back())
        .build()
        .map_err(|error| Error::unavailable(format!("a job's threads could not be started: {error}")))?;
    let (answer, answered) = oneshot::channel();
    pool.spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        drop(share);
        // Nobody waits any more when the job was taken away meanwhile.
        drop(answer.send(outcome));
    });
    // The threads end with the work, not with the pool.
    drop(pool);
    let ended_early = || Error::internal("a job's thread ended early");
    answered.await.map_err(|_| ended_early())?.map_err(|_| ended_early())?
}

/// Gives the thread the lowest priority. Where that is not possible, jobs and requests are equals.
fn step_back() {
    if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
        tracing::debug!(?error, "a job's thread keeps its priority");
    }
}

/// How many jobs of this process have threads.
static JOBS: AtomicUsize = AtomicUsize::new(0);

/// A job's threads.
struct Share {
    threads: usize,
}

impl Share {
    fn take() -> Self {
        let cores = available_parallelism().map_or(2, usize::from);
        Self { threads: threads(cores, JOBS.fetch_add(1, Ordering::Relaxed)) }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        JOBS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many threads a job gets on so many cores, beside so many other jobs.
fn threads(cores: usize, others: usize) -> usize {
    (FULL_JOBS * cores / (others + 1)).clamp(1, cores)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;
    use skydash_data::{Filter, Memory, Sort, rows, write_table};
    use skydash_domain::table::{Column, ColumnType, Values};
    use skydash_ports::on_thread;
    use std::sync::{Arc, Barrier, Condvar, Mutex};
    use std::time::Duration;
    use tokio::sync::mpsc;
    use tokio::time::timeout;

    /// Only so that a failure ends.
    const LONG: Duration = Duration::from_secs(120);

    /// Closed until it is opened.
    #[derive(Default)]
    struct Gate(Mutex<bool>, Condvar);

    impl Gate {
        fn wait(&self) {
            drop(self.1.wait_while(self.0.lock().unwrap(), |open| !*open).unwrap());
        }

        fn open(&self) {
            *self.0.lock().unwrap() = true;
            self.1.notify_all();
        }
    }

    /// The first two of some rows.
    fn page() -> Result<Vec<u8>> {
        let column = |name: &str| Column {
            name: name.into(),
            column_type: ColumnType::Float { dtype: "float64".into() },
            values: Values::Numbers((0..100).map(f64::from).collect()),
        };
        let parts = Memory::default();
        let summary = write_table(&[column("a"), column("b")], false, &mut &parts)?;
        rows(&summary, &parts, 0, 2, &Filter::default(), &Sort::default())
    }

    /// What wants a pool.
    fn total() -> u64 {
        (0..100_000_u64).into_par_iter().sum()
    }

    #[tokio::test]
    async fn a_job_on_all_its_threads_keeps_neither_requests_nor_jobs_waiting() {
        let (gate, events) = (Arc::new(Gate::default()), Arc::new(Mutex::new(Vec::new())));
        let (busy, mut at_work) = mpsc::unbounded_channel();
        let first = {
            let (gate, events) = (gate.clone(), events.clone());
            tokio::spawn(on_threads(move || {
                rayon::broadcast(|thread| {
                    busy.send(thread.num_threads()).unwrap();
                    gate.wait();
                });
                events.lock().unwrap().push("the first job");
                Ok(())
            }))
        };
        let note = |what: &'static str| events.lock().unwrap().push(what);
        timeout(LONG, async {
            let threads = at_work.recv().await.unwrap();
            for _ in 1..threads {
                at_work.recv().await.unwrap();
            }
            let text = on_thread(page).await.unwrap();
            assert!(text.starts_with(br#"{"rows":[{"a":0.0,"b":0.0},{"a":1.0,"b":1.0}]"#));
            note("a page of rows");
            assert_eq!(on_thread(|| Ok(total())).await, Ok(4_999_950_000));
            note("a request that uses the common pool");
            assert_eq!(on_threads(|| Ok(total())).await, Ok(4_999_950_000));
            note("the second job");
            gate.open();
            first.await.unwrap().unwrap();
        })
        .await
        .unwrap();
        let order = ["a page of rows", "a request that uses the common pool", "the second job", "the first job"];
        assert_eq!(*events.lock().unwrap(), order);
    }

    #[tokio::test]
    async fn jobs_run_at_once() {
        let meeting = Arc::new(Barrier::new(3));
        let job = || {
            let meeting = meeting.clone();
            on_threads(move || Ok(meeting.wait().is_leader()))
        };
        let (a, b, c) = timeout(LONG, async { tokio::join!(job(), job(), job()) }).await.unwrap();
        assert_eq!([a, b, c].into_iter().filter(|leader| *leader == Ok(true)).count(), 1);
    }

    #[tokio::test]
    async fn a_panic_ends_one_job_and_nothing_else() {
        let failed = on_threads(|| [1, 2, 3].par_iter().map(|_| -> Result<u8> { panic!("a defect") }).collect()).await;
        assert!(matches!(failed, Err::<Vec<u8>, _>(Error::Internal(_))));
        assert_eq!(on_threads(|| Ok(total())).await, Ok(4_999_950_000));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn jobs_step_back() {
        let niceness = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            stat.rsplit(") ").next().unwrap().split(' ').nth(16).unwrap().parse::<i32>().unwrap()
        };
        let own = niceness();
        let found = on_threads(move || Ok(rayon::broadcast(|_| niceness()))).await.unwrap();
        assert!(found.iter().all(|of_job| *of_job == 19), "{found:?}");
        assert_eq!((niceness(), on_thread(move || Ok(niceness())).await), (own, Ok(own)));
    }

    #[test]
    fn a_job_alone_has_every_core_and_many_share() {
        assert_eq!([0, 1, 3, 4, 7, 50].map(|others| threads(2, others)), [2, 2, 2, 1, 1, 1]);
        assert_eq!([0, 3, 4, 15, 100].map(|others| threads(16, others)), [16, 16, 12, 4, 1]);
        assert!((0..16).map(|others| threads(16, others)).sum::<usize>() < 10 * 16);
    }
}
