//! One process at a time in a data folder.

use crate::unusable;
use skydash_domain::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

/// Takes the folder's lock. The system gives it back when the file is dropped or the process ends,
/// however it ends.
pub fn acquire(dir: &Path) -> Result<File> {
    let path = dir.join("lock");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(|error| unusable(&path, &error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(in_use(dir, &mut file)),
        Err(TryLockError::Error(error)) => return Err(unusable(&path, &error)),
    }
    file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(|error| unusable(&path, &error))?;
    Ok(file)
}

fn in_use(dir: &Path, file: &mut File) -> Error {
    let mut owner = String::new();
    let process = match file.take(20).read_to_string(&mut owner) {
        Ok(1..) => format!("process {owner}"),
        _ => "another process".to_owned(),
    };
    Error::conflict(format!(
        "The data folder {} is in use by {process}. Stop that Skydash, or choose another data folder.",
        dir.display()
    ))
}
