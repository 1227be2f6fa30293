//! Room that is kept for a full disk, so that something can be deleted then.

use skydash_domain::Result;
use skydash_ports::room::{full, is_full};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much is kept: what the database's log grows to before it is written back, twice.
const BYTES: usize = 8 << 20;

/// How often it is tried to take the room again.
const TRY_EVERY: Duration = Duration::from_secs(1);

/// A file that is given up when the disk is full.
///
/// Until there is room for it again nothing new is stored, neither records nor objects; what there is can be changed and
/// deleted.
#[derive(Debug)]
pub struct Reserve {
    path: PathBuf,
    /// When it was last tried to take it again, while it is given up.
    given_up: Mutex<Option<Instant>>,
}

impl Reserve {
    /// The room of a data folder, not taken yet.
    pub fn new(dir: &Path) -> Self {
        Self { path: dir.join("reserve"), given_up: Mutex::new(None) }
    }

    /// Takes the room, if there is any.
    pub fn fill(&self) {
        match self.take() {
            Ok(()) => {}
            Err(error) if is_full(&error) => drop(self.give_up()),
            Err(error) => tracing::warn!(%error, "no room could be kept for a full disk"),
        }
    }

    /// Writes bytes that no file system can make smaller.
    fn take(&self) -> std::io::Result<()> {
        if std::fs::metadata(&self.path).is_ok_and(|found| found.len() == BYTES as u64) {
            return Ok(());
        }
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()
        };
        let bytes: Vec<u8> = (0..BYTES / 8).flat_map(|_| noise()).collect();
        let mut file = File::create(&self.path)?;
        file.write_all(&bytes)?;
        file.sync_all()
    }

    /// Makes its room free; tells whether it had any.
    pub fn give_up(&self) -> bool {
        let had = std::fs::remove_file(&self.path).is_ok();
        let mut given_up = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        if given_up.is_none() {
            tracing::error!("the disk of the data directory is full: nothing new is stored until there is room");
        }
        *given_up = Some(Instant::now());
        had
    }

    /// Fails while nothing new may be stored. Takes the room again as soon as there is some.
    pub fn admit(&self) -> Result<()> {
        let mut given_up = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(tried) = *given_up else { return Ok(()) };
        if tried.elapsed() < TRY_EVERY {
            return Err(full());
        }
        if self.take().is_ok() {
            tracing::info!("there is room on the disk of the data directory again");
            *given_up = None;
            return Ok(());
        }
        drop(std::fs::remove_file(&self.path));
        *given_up = Some(Instant::now());
        Err(full())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_new_is_admitted_until_there_is_room_again() {
        let dir = tempfile::TempDir::new().unwrap();
        let reserve = Reserve::new(dir.path());
        reserve.fill();
        let path = dir.path().join("reserve");
        assert_eq!(std::fs::metadata(&path).unwrap().len(), BYTES as u64);
        assert_eq!(reserve.admit(), Ok(()));
        assert!(reserve.give_up() && !reserve.give_up(), "it is given up once");
        assert!(!path.exists());
        assert_eq!(reserve.admit(), Err(full()));
        *reserve.given_up.lock().unwrap() = Instant::now().checked_sub(TRY_EVERY);
        assert_eq!(reserve.admit(), Ok(()));
        assert!(path.exists());
    }
}
