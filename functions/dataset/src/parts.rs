//! The parts of tables, for code that runs on a thread that may block.

use bytes::Bytes;
use skydash_data::PartSource;
use skydash_domain::{Error, Result};
use skydash_ports::{Scope, Tables};
use std::ops::Range;
use tokio::runtime::Handle;

/// The parts of one tenant's tables.
pub(crate) struct Parts {
    tables: Tables,
    runtime: Handle,
}

impl Parts {
    /// The parts that `scope` sees. To be called where there is a runtime.
    pub(crate) fn new(scope: &Scope) -> Self {
        Self { tables: scope.tables.clone(), runtime: Handle::current() }
    }
}

impl PartSource for Parts {
    fn read(&self, name: &str, range: Option<Range<u64>>) -> Result<Bytes> {
        match range {
            Some(range) => self.runtime.block_on(self.tables.part_range(name, range)),
            None => self.runtime.block_on(self.tables.part(name)),
        }
    }
}

/// Runs what keeps a processor busy, or waits for parts, away from the threads that answer requests.
pub(crate) async fn on_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal(format!("a thread ended early: {error}")))?
}
