//! The object store as the table engine sees it, from a thread that may block.

use bytes::Bytes;
use skydash_data::{PartSink, PartSource};
use skydash_domain::Result;
use skydash_ports::Tables;
use std::ops::Range;
use tokio::runtime::Handle;

/// The parts of one table version being written, and of any being read.
pub(crate) struct Parts {
    tables: Tables,
    version: String,
    runtime: Handle,
}

impl Parts {
    /// Parts of `version`. To be made inside of the runtime and used outside of its threads.
    pub(crate) fn new(tables: &Tables, version: &str) -> Self {
        Self { tables: tables.clone(), version: version.to_owned(), runtime: Handle::current() }
    }
}

impl PartSink for Parts {
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String> {
        let name = Tables::part_name(&self.version, number);
        self.runtime.block_on(self.tables.put_part(&name, bytes.into()))?;
        Ok(name)
    }
}

impl PartSource for Parts {
    fn read(&self, name: &str, range: Option<Range<u64>>) -> Result<Bytes> {
        self.runtime.block_on(async {
            match range {
                Some(range) => self.tables.part_range(name, range).await,
                None => self.tables.part(name).await,
            }
        })
    }
}
