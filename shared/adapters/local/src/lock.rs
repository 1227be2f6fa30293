//! One process at a time in a data folder.

use crate::unusable;
use skydash_domain::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::Path;

/// A folder that this process has for itself. The system gives it back when this is dropped or the process ends, however
/// it ends.
///
/// What is locked is the folder itself, which cannot be removed while there is anything in it; and the file `lock`, which
/// names the process, and which is all that some network file systems and earlier versions lock.
#[derive(Debug)]
pub struct Lock {
    _folder: File,
    _file: File,
}

/// Takes the folder's lock.
pub fn acquire(dir: &Path) -> Result<Lock> {
    let path = dir.join("lock");
    let folder = File::open(dir).map_err(|error| unusable(dir, &error))?;
    match folder.try_lock() {
        Err(TryLockError::WouldBlock) => return Err(in_use(dir, &path)),
        // Where folders cannot be locked, the file alone is.
        Ok(()) | Err(TryLockError::Error(_)) => {}
    }
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let mut file = opened.map_err(|error| unusable(&path, &error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(in_use(dir, &path)),
        Err(TryLockError::Error(error)) => return Err(unusable(&path, &error)),
    }
    // A full disk is no reason not to start: it is the way to make room.
    if let Err(error) = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())) {
        tracing::warn!(%error, "the process id could not be written into the lock file");
    }
    Ok(Lock { _folder: folder, _file: file })
}

fn in_use(dir: &Path, path: &Path) -> Error {
    let process = match std::fs::read_to_string(path) {
        Ok(owner) if !owner.is_empty() && owner.len() <= 20 => format!("process {owner}"),
        _ => "another process".to_owned(),
    };
    Error::conflict(format!(
        "The data folder {} is in use by {process}. Stop that Skydash, or choose another data folder.",
        dir.display()
    ))
}
