//! The ports for engines, which are synchronous: threads that may block, and the parts of tables as seen from there.

use crate::objects::Tables;
use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::{Error, Result};
use std::ops::Range;
use tokio::runtime::Handle;

/// Runs what keeps a processor busy for a request, or waits for parts, away from the threads that answer requests. Jobs have
/// threads of their own.
///
/// # Errors
/// Those of `work`, and [`Error::Internal`] when it panics: a defect of ours that ends this work and nothing else.
pub async fn on_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal(format!("a thread ended early: {error}")))?
}

/// Waits on a thread that may block for what the runtime's own threads do. Done on this thread, it could start threads of the
/// runtime, and on some systems a thread inherits the low priority of the job's thread that starts it, for good.
pub(crate) fn wait<T: Send + 'static>(
    runtime: &Handle,
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    runtime
        .block_on(runtime.spawn(work))
        .map_err(|error| Error::unavailable(format!("the server is stopping: {error}")))?
}

/// The parts of one tenant's tables.
pub struct Parts {
    tables: Tables,
    runtime: Handle,
}

impl Parts {
    /// To be called where there is a runtime, and used outside of its threads.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        Self { tables: tables.clone(), runtime: Handle::current() }
    }

    /// The parts of a table version that is being written.
    #[must_use]
    pub fn version(self, version: &str) -> NewParts {
        NewParts { parts: self, version: version.to_owned() }
    }
}

impl PartSource for Parts {
    fn read(&self, name: &str, range: Range<u64>) -> Result<Vec<u8>> {
        let (tables, name) = (self.tables.clone(), name.to_owned());
        wait(&self.runtime, async move { tables.part_range(&name, range).await }).map(Into::into)
    }
}

/// The parts of a table version while it is written.
pub struct NewParts {
    parts: Parts,
    version: String,
}

impl PartSink for NewParts {
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String> {
        let (tables, version) = (self.parts.tables.clone(), self.version.clone());
        wait(&self.parts.runtime, async move { tables.add_part(&version, number, bytes.into()).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::current;

    #[tokio::test]
    async fn what_a_thread_waits_for_is_done_by_the_runtime() {
        let (runtime, main) = (Handle::current(), current().id());
        let waiting = on_thread(move || Ok((wait(&runtime, async { Ok(current().id()) })?, current().id())));
        let (at_work, waited) = waiting.await.unwrap();
        assert!(at_work == main && waited != main);
        let runtime = Handle::current();
        let failing = on_thread(move || wait(&runtime, async { Err::<(), _>(Error::Cancelled) }));
        assert_eq!(failing.await, Err(Error::Cancelled));
    }
}
