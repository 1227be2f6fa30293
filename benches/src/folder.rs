//! Parts of tables as files of a folder.

use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::{Error, Result};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

/// A folder that holds the parts of one table.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

impl PartSink for &Folder {
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String> {
        let name = format!("{number}.parquet");
        fs::write(self.0.join(&name), bytes).map_err(failed)?;
        Ok(name)
    }
}

impl PartSource for Folder {
    fn read(&self, name: &str, range: Range<u64>) -> Result<Vec<u8>> {
        let mut file = File::open(self.0.join(name)).map_err(failed)?;
        let length = range.end - range.start;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.seek(SeekFrom::Start(range.start)).map_err(failed)?;
        file.take(length).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

/// A file that cannot be read or written.
#[must_use]
pub fn failed(error: std::io::Error) -> Error {
    Error::unavailable(error.to_string())
}
