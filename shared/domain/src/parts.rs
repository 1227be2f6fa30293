//! Where engines put the parts of tables and get them from, as traits: they know of no store.

use crate::error::Result;
use std::ops::Range;

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
    /// The bytes in `range` of the part of this name.
    ///
    /// # Errors
    /// Whatever the store says.
    fn read(&self, name: &str, range: Range<u64>) -> Result<Vec<u8>>;
}
