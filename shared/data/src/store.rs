//! Where bytes come from and go to, as this crate sees it.

use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::{Error, Result};
use std::io::{Read, Seek};
use std::ops::Range;
use std::sync::Mutex;

/// An uploaded file: read from the start, possibly more than once.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// Parts kept in memory: for tests, and for tables that are used at once and thrown away.
#[derive(Debug, Default)]
pub struct Memory {
    parts: Mutex<Vec<Vec<u8>>>,
}

impl PartSink for &Memory {
    fn put(&mut self, _number: usize, bytes: Vec<u8>) -> Result<String> {
        let mut parts = self.parts.lock().map_err(|_| Error::internal("parts are poisoned"))?;
        parts.push(bytes);
        Ok((parts.len() - 1).to_string())
    }
}

impl PartSource for Memory {
    fn read(&self, name: &str, range: Range<u64>) -> Result<Vec<u8>> {
        let parts = self.parts.lock().map_err(|_| Error::internal("parts are poisoned"))?;
        let part = name.parse().ok().and_then(|index: usize| parts.get(index));
        let bytes = part.and_then(|part| part.get(to_usize(range.start).ok()?..to_usize(range.end).ok()?));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| Error::internal(format!("no such bytes of part {name}")))
    }
}

/// A size or position as this machine counts.
pub(crate) fn to_usize(number: u64) -> Result<usize> {
    usize::try_from(number).map_err(|_| Error::internal("a size does not fit this machine"))
}
