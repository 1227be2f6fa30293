//! Every port on one machine, with nothing else installed: SQLite for metadata and the queue,
//! plain files for objects, all in one data folder.
//!
//! ```text
//! DIR/lock         names the process that uses the folder, which is locked meanwhile
//! DIR/skydash.db   metadata and queue (SQLite in WAL mode, with its -wal and -shm beside it while it is in use)
//! DIR/objects/     tables, artifacts, uploads; and store.json, which tells whether the database belongs to them
//! DIR/reserve      room for deleting something when the disk is full
//! ```
//!
//! What was committed, sent or stored survives a killed process and a power cut: SQLite runs with
//! `synchronous=FULL`, and an object and its folders are synced before a write of it returns.

mod database;
mod lock;
mod meta;
mod objects;
mod pairing;
mod queue;
mod reserve;
mod schema;

use skydash_domain::{Error, Result};
use skydash_ports::clock::System;
use skydash_ports::{Clock, Entropy, Scope};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How a data folder is opened.
#[derive(Clone)]
pub struct Options {
    /// How long a received message stays hidden. 60 seconds unless said.
    pub visibility_timeout: Duration,
    /// After how many receives a message is given up. 5 unless said.
    pub max_receives: u32,
    /// The time, for the queue and for scopes.
    pub clock: Arc<dyn Clock>,
    /// Ids, for scopes.
    pub entropy: Arc<dyn Entropy>,
    /// Whether to open a folder in which records or objects are missing. Not unless said.
    pub accept_loss: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            visibility_timeout: Duration::from_secs(60),
            max_receives: 5,
            clock: Arc::new(System),
            entropy: Arc::new(System),
            accept_loss: false,
        }
    }
}

/// An open data folder. It stays locked until this and every scope made from it are dropped.
#[derive(Clone)]
pub struct Local {
    scope: Scope,
    database: Arc<database::Database>,
}

impl Local {
    /// Opens a data folder, and makes it when it is not there.
    ///
    /// Fails with [`Error::Conflict`] when another process uses it, and with [`Error::Precondition`]
    /// when a newer Skydash wrote it, or when it is a copy from which records or objects are missing. Messages that a killed process had in flight are visible again.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(dir, Options::default())
    }

    /// Opens a data folder with other options than usual.
    pub fn open_with(dir: impl AsRef<Path>, options: Options) -> Result<Self> {
        let dir = dir.as_ref();
        std::fs::create_dir_all(dir).map_err(|error| unusable(dir, &error))?;
        let lock = Arc::new(lock::acquire(dir)?);
        let pairing = pairing::Pairing::examine(dir, options.accept_loss)?;
        let reserve = Arc::new(reserve::Reserve::new(dir));
        let (path, now) = (dir.join("skydash.db"), options.clock.now());
        let database = Arc::new(database::Database::open(&path, pairing, reserve.clone(), lock.clone(), now)?);
        let filled = reserve.clone();
        std::thread::Builder::new()
            .name("reserve".into())
            .spawn(move || filled.fill())
            .map_err(|error| unusable(dir, &error))?;
        let objects = objects::Durable::open(&dir.join("objects"), reserve, lock)?;
        let meta = meta::LocalMeta::new(database.clone());
        let queue = queue::LocalQueue::new(database.clone(), &options);
        let scope =
            Scope::new(Arc::new(meta), Arc::new(queue), Arc::new(objects)).with_time(options.clock, options.entropy);
        let scope = scope.freeing_at_once();
        Ok(Self { scope, database })
    }

    /// The default tenant's view; [`Scope::for_tenant`] gives another's.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope.clone()
    }

    /// Ends the use of the folder: what was asked for is written, then nothing more is, and the database file has
    /// everything. To be called when nobody asks for anything any more.
    pub async fn close(&self) {
        self.database.close().await;
    }

    /// What SQLite finds wrong with its own file: nothing, if all is well.
    pub async fn check_files(&self) -> Result<Vec<String>> {
        self.database
            .read(|connection| {
                let mut statement = connection.prepare("PRAGMA integrity_check")?;
                let lines = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
                Ok(lines.into_iter().filter(|line| line != "ok").collect())
            })
            .await
    }
}

/// A data folder that cannot be used, in a sentence for whoever started the program.
fn unusable(path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::precondition(format!("The data folder cannot be used: {} ({error}).", path.display()))
}

#[cfg(test)]
mod tests;
