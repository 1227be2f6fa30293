//! The ports for engines, which are synchronous: threads that may block, and the parts of tables as seen from there.

use crate::objects::Tables;
use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::{Error, Result};
use std::ops::Range;
use tokio::runtime::Handle;

/// Runs what keeps a processor busy, or waits for parts, away from the threads that answer requests.
///
/// # Errors
/// Those of `work`, and [`Error::Internal`] when it panics: a defect of ours that ends this work and nothing else.
pub async fn on_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal(format!("a thread ended early: {error}")))?
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
        self.runtime.block_on(self.tables.part_range(name, range)).map(Into::into)
    }
}

/// The parts of a table version while it is written.
pub struct NewParts {
    parts: Parts,
    version: String,
}

impl PartSink for NewParts {
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String> {
        self.parts.runtime.block_on(self.parts.tables.add_part(&self.version, number, bytes.into()))
    }
}
