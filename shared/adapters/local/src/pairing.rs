//! Whether database and objects belong together.
//!
//! They lie side by side, and copies are made of one without the other, or of the database without its log. Every start has
//! a number, which the database keeps, and the file `objects/store.json` together with whether the store is in use. What
//! does not fit is refused before anything is written, because a database without its records looks like one whose records
//! were deleted, and then all objects would be garbage.

use crate::unusable;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde::{Deserialize, Serialize};
use skydash_domain::{Error, Result};
use skydash_ports::room::{full, is_full};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The name of the file below `objects`.
pub const NOTE: &str = "store.json";

/// What the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// The number of the latest start.
    start: i64,
    /// Whether changes may be in the database's log alone: from a start until an orderly stop.
    in_use: bool,
}

/// Keeps the file of an open folder.
#[derive(Debug)]
pub struct Pairing {
    objects: PathBuf,
    /// The latest start that the file knows of; 0 when there is no file.
    pub latest: i64,
}

/// What a database says before it is opened.
struct Seen {
    start: i64,
    has_records: bool,
}

impl Pairing {
    /// Looks at a data folder that is locked and not open yet.
    ///
    /// # Errors
    /// [`Error::Precondition`] when records are missing that the objects were written for, or objects that the records were
    /// written for, unless `accept_loss` says to go on without.
    pub fn examine(dir: &Path, accept_loss: bool) -> Result<Self> {
        let objects = dir.join("objects");
        let note = read(&objects)?;
        let pairing = Self { latest: note.map_or(0, |note| note.start), objects };
        let database = dir.join("skydash.db");
        let has_log = dir.join("skydash.db-wal").exists();
        let seen = look(&database, has_log).map_err(|error| unusable(&database, &error))?;
        match pairing.loss(note, has_log, &seen) {
            None => {}
            Some(loss) if accept_loss => {
                tracing::warn!("{loss} This is accepted.");
                pairing.forget();
            }
            Some(loss) => {
                return Err(Error::precondition(format!(
                    "The data folder {} is not whole: {loss} To go on without what is missing, start once with \
                     --accept-loss; objects that have no record then are removed when they are a day old.",
                    dir.display()
                )));
            }
        }
        Ok(pairing)
    }

    /// Forgets whose the objects were: they are those of the records that there are now.
    fn forget(&self) {
        let Ok(tenants) = std::fs::read_dir(&self.objects) else { return };
        for tenant in tenants.flatten() {
            // It is not there where nothing was ever collected.
            drop(std::fs::remove_file(tenant.path().join("store/identity")));
        }
    }

    fn loss(&self, note: Option<Note>, has_log: bool, seen: &Seen) -> Option<String> {
        let stored = || format!("objects/ holds {}", Held::below(&self.objects));
        match note {
            Some(note) if note.in_use && !has_log => Some(format!(
                "{}, and skydash.db-wal, which has the latest records, is missing. Put skydash.db, skydash.db-wal and \
                 objects/ of the same moment there: a copy of a server that runs or was killed needs all three.",
                stored()
            )),
            Some(note) if note.start > seen.start => Some(format!(
                "{}, and skydash.db is older than they are. Put skydash.db and objects/ of the same moment there.",
                stored()
            )),
            None if seen.start > 0 && seen.has_records => Some(
                "skydash.db has records, and objects/, where their tables are, is missing or another store's. Put \
                 skydash.db and objects/ of the same moment there."
                    .to_owned(),
            ),
            None if !seen.has_records && Held::below(&self.objects).files > 0 => Some(format!(
                "{}, and skydash.db has no record of anything. Put the skydash.db there that belongs to them, with its \
                 skydash.db-wal if there is one.",
                stored()
            )),
            _ => None,
        }
    }

    /// Notes that the store is in use since this start.
    pub fn begin(&self, start: i64) -> Result<()> {
        self.write(Note { start, in_use: true })
    }

    /// Notes that the database file has everything.
    pub fn end(&self, start: i64) -> Result<()> {
        self.write(Note { start, in_use: false })
    }

    /// Writes the file anew, durably: the old one is there until the new one is.
    fn write(&self, note: Note) -> Result<()> {
        let failed = |error: std::io::Error| {
            if is_full(&error) { full() } else { Error::unavailable(format!("{NOTE}: {error}")) }
        };
        let text = serde_json::to_vec(&note).map_err(|error| Error::internal(error.to_string()))?;
        let (path, new) = (self.objects.join(NOTE), self.objects.join(format!("{NOTE}#0")));
        let written = || {
            std::fs::create_dir_all(&self.objects)?;
            let mut file = File::create(&new)?;
            file.write_all(&text)?;
            file.sync_all()?;
            std::fs::rename(&new, &path)?;
            File::open(&self.objects)?.sync_all()
        };
        written().map_err(failed)
    }
}

fn read(objects: &Path) -> Result<Option<Note>> {
    let path = objects.join(NOTE);
    match std::fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text).map(Some).map_err(|error| unusable(&path, &error)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(&path, &error)),
    }
}

/// Reads a database without changing it, nor what is beside it.
fn look(path: &Path, has_log: bool) -> rusqlite::Result<Seen> {
    if !path.exists() {
        return Ok(Seen { start: 0, has_records: false });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match path.to_str().filter(|_| !has_log) {
        Some(path) => {
            let escaped = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let address = format!("file:{escaped}?immutable=1");
            Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI)?
        }
        None => Connection::open_with_flags(path, flags)?,
    };
    let start: Option<i64> = first(&connection, "start", "SELECT number FROM start")?;
    let has_records: Option<bool> = first(&connection, "record", "SELECT EXISTS (SELECT 1 FROM record)")?;
    Ok(Seen { start: start.unwrap_or(0), has_records: has_records.unwrap_or(false) })
}

/// What a query of a table finds; none when there is no such table.
fn first<T: rusqlite::types::FromSql>(connection: &Connection, table: &str, sql: &str) -> rusqlite::Result<Option<T>> {
    let known = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
    if !connection.query_row(known, [table], |row| row.get::<_, bool>(0))? {
        return Ok(None);
    }
    connection.query_row(sql, [], |row| row.get(0)).optional()
}

/// Gives this start its number, the next after those that the database and the file know.
pub fn number(connection: &Connection, latest: i64) -> rusqlite::Result<i64> {
    let sql = "UPDATE start SET number = MAX(number, ?1) + 1 RETURNING number";
    connection.query_row(sql, [latest], |row| row.get(0))
}

/// Files below a folder.
#[derive(Default)]
struct Held {
    files: u64,
    bytes: u64,
}

impl Held {
    fn below(folder: &Path) -> Self {
        let mut held = Self::default();
        held.add(folder);
        held
    }

    fn add(&mut self, folder: &Path) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let Ok(found) = entry.metadata() else { continue };
            let name = entry.file_name();
            if found.is_dir() {
                self.add(&entry.path());
            } else if name != NOTE && !name.to_string_lossy().contains('#') {
                self.files += 1;
                self.bytes += found.len();
            }
        }
    }
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} objects of {} bytes", self.files, self.bytes)
    }
}
