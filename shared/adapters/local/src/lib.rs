//! Every port on one machine, with nothing else installed: SQLite for metadata and the queue,
//! plain files for objects, all in one data folder.
//!
//! ```text
//! DIR/lock         held while a process uses the folder; names its process id
//! DIR/skydash.db   metadata and queue (SQLite in WAL mode, with its -wal and -shm beside it)
//! DIR/objects/     tables, artifacts, uploads
//! ```
//!
//! What was committed, sent or stored survives a killed process and a power cut: SQLite runs with
//! `synchronous=FULL`, and an object and its folders are synced before a write of it returns.

mod database;
mod lock;
mod meta;
mod objects;
mod queue;
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
}

impl Default for Options {
    fn default() -> Self {
        Self {
            visibility_timeout: Duration::from_secs(60),
            max_receives: 5,
            clock: Arc::new(System),
            entropy: Arc::new(System),
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
    /// when a newer Skydash wrote it. Messages that a killed process had in flight are visible again.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(dir, Options::default())
    }

    /// Opens a data folder with other options than usual.
    pub fn open_with(dir: impl AsRef<Path>, options: Options) -> Result<Self> {
        let dir = dir.as_ref();
        std::fs::create_dir_all(dir).map_err(|error| unusable(dir, &error))?;
        let lock = Arc::new(lock::acquire(dir)?);
        let now = options.clock.now();
        let database = Arc::new(database::Database::open(&dir.join("skydash.db"), lock.clone(), now)?);
        let objects = objects::Durable::open(&dir.join("objects"), lock)?;
        let meta = meta::LocalMeta::new(database.clone());
        let queue = queue::LocalQueue::new(database.clone(), &options);
        let scope =
            Scope::new(Arc::new(meta), Arc::new(queue), Arc::new(objects)).with_time(options.clock, options.entropy);
        Ok(Self { scope, database })
    }

    /// The default tenant's view; [`Scope::for_tenant`] gives another's.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope.clone()
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
