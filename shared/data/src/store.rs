//! Where bytes come from and go to, as this crate sees it.

use bytes::Bytes;
use skydash_domain::{Error, Result};
use std::io::{Read, Seek};
use std::ops::Range;
use std::sync::Mutex;

/// An uploaded file: read from the start, possibly more than once.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// Takes the finished parts of a table.
pub trait PartSink: Send {
    /// Keeps part `number` (0, 1, ...) and returns the name under which it can be read.
    ///
    /// # Errors
    /// Whatever the store says; a later part is not offered then.
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String>;
}

/// Gives back the bytes of parts.
pub trait PartSource: Sync {
    /// The bytes of the part of this name, or those in `range` of them.
    ///
    /// # Errors
    /// Whatever the store says.
    fn read(&self, name: &str, range: Option<Range<u64>>) -> Result<Bytes>;
}

/// Parts kept in memory: for tests, and for tables that are used at once and thrown away.
#[derive(Debug, Default)]
pub struct Memory {
    parts: Mutex<Vec<Bytes>>,
}

impl PartSink for &Memory {
    fn put(&mut self, _number: usize, bytes: Vec<u8>) -> Result<String> {
        let mut parts = self.parts.lock().map_err(|_| Error::internal("parts are poisoned"))?;
        parts.push(Bytes::from(bytes));
        Ok((parts.len() - 1).to_string())
    }
}

impl PartSource for Memory {
    fn read(&self, name: &str, range: Option<Range<u64>>) -> Result<Bytes> {
        let parts = self.parts.lock().map_err(|_| Error::internal("parts are poisoned"))?;
        let missing = || Error::internal(format!("no part {name}"));
        let part = name.parse().ok().and_then(|index: usize| parts.get(index)).ok_or_else(missing)?;
        match range {
            None => Ok(part.clone()),
            Some(range) => {
                let (start, end) = (to_usize(range.start)?, to_usize(range.end)?);
                if start > end || end > part.len() {
                    return Err(missing());
                }
                Ok(part.slice(start..end))
            }
        }
    }
}

/// A size or position as this machine counts.
pub(crate) fn to_usize(number: u64) -> Result<usize> {
    usize::try_from(number).map_err(|_| Error::internal("a size does not fit this machine"))
}
