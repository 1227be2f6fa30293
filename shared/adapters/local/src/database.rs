//! SQLite behind async calls: one writer thread that commits in groups, and a few readers.
//!
//! Writes queue up while the disk syncs; the next transaction takes all that wait. Each has its
//! own savepoint in there, so that one that fails takes nothing along, and each is answered after
//! the commit that holds it.

use crate::{queue, schema, unusable};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use skydash_domain::{Error, Result, Timestamp};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// Most writes in one group.
const GROUP: usize = 256;

/// Most reads at once.
const READERS: usize = 4;

/// Answers a write, once it is known whether its group was committed.
type Reply = Box<dyn FnOnce(Result<()>) + Send>;

/// Carries a write out, or learns why it cannot be.
type Request = Box<dyn FnOnce(Result<&Connection>) -> Reply + Send>;

/// The open database file.
pub struct Database {
    path: PathBuf,
    requests: Option<Sender<Request>>,
    writer: Option<JoinHandle<()>>,
    readers: Arc<Mutex<Vec<Connection>>>,
    permits: Semaphore,
    _lock: Arc<File>,
}

/// What a failure of SQLite means to the caller.
pub fn translate(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) | None => {
            Error::internal(format!("database: {error}"))
        }
        Some(_) => Error::unavailable(format!("database: {error}")),
    }
}

fn gone() -> Error {
    Error::unavailable("the database has stopped")
}

impl Database {
    /// Opens the file, brings its tables up to date, shows what was in flight, and starts the writer.
    pub fn open(path: &Path, lock: Arc<File>, now: Timestamp) -> Result<Self> {
        let mut connection = Connection::open(path).map_err(|error| unusable(path, &error))?;
        prepare(&connection).map_err(|error| unusable(path, &error))?;
        schema::migrate(&mut connection)?;
        queue::show_all(&connection, now).map_err(translate)?;
        let (requests, received) = mpsc::channel();
        let writer = std::thread::Builder::new()
            .name("database".into())
            .spawn(move || write_groups(&connection, &received))
            .map_err(|error| unusable(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            requests: Some(requests),
            writer: Some(writer),
            readers: Arc::default(),
            permits: Semaphore::new(READERS),
            _lock: lock,
        })
    }

    /// Runs `work` in a write transaction; when this returns well, the transaction is durable.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        self.request(Box::new(move |connection| {
            let outcome = connection.and_then(|connection| in_savepoint(connection, work));
            Box::new(move |committed| drop(answer.send(committed.and(outcome))))
        }))?;
        answered.await.map_err(|_| gone())?
    }

    fn request(&self, request: Request) -> Result<()> {
        self.requests.as_ref().ok_or_else(gone)?.send(request).map_err(|_| gone())
    }

    /// Runs `work` on a consistent view of everything committed before.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let _permit = self.permits.acquire().await.map_err(|_| gone())?;
        let (readers, path) = (self.readers.clone(), self.path.clone());
        let outcome = tokio::task::spawn_blocking(move || {
            let idle = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = idle.map_or_else(|| open_reader(&path), Ok)?;
            let outcome = work(&connection);
            readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            outcome
        });
        outcome.await.map_err(|error| Error::internal(format!("database reader: {error}")))?.map_err(translate)
    }
}

impl Drop for Database {
    /// Waits for writes that were asked for, so that the file is closed when the lock is given back.
    fn drop(&mut self) {
        self.requests = None;
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the database writer ended by a panic");
        }
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")
}

fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Takes groups of requests until nobody can send any more.
fn write_groups(connection: &Connection, requests: &Receiver<Request>) {
    while let Ok(first) = requests.recv() {
        let group = std::iter::once(first).chain(requests.try_iter().take(GROUP - 1));
        write_group(connection, group);
    }
}

/// Does a group of requests in one transaction.
///
/// A full disk and the like make SQLite roll back on its own; then all answers so far are that
/// failure, and the rest of the group is refused without being tried.
fn write_group(connection: &Connection, group: impl Iterator<Item = Request>) {
    let mut begun = execute(connection, "BEGIN IMMEDIATE").map_err(translate);
    let mut replies = Vec::new();
    for request in group {
        replies.push(request(begun.clone().map(|()| connection)));
        if begun.is_ok() && connection.is_autocommit() {
            begun = Err(Error::unavailable("database: the transaction was rolled back"));
        }
    }
    let committed = begun.and_then(|()| {
        execute(connection, "COMMIT").map_err(|error| {
            if !connection.is_autocommit()
                && let Err(error) = execute(connection, "ROLLBACK")
            {
                tracing::error!(%error, "rolling back failed");
            }
            translate(error)
        })
    });
    for reply in replies {
        reply(committed.clone());
    }
}

fn in_savepoint<T>(connection: &Connection, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
    let outcome = execute(connection, "SAVEPOINT request").and_then(|()| work(connection));
    if outcome.is_err() && !connection.is_autocommit() {
        execute(connection, "ROLLBACK TO request").map_err(translate)?;
    }
    if !connection.is_autocommit() {
        execute(connection, "RELEASE request").map_err(translate)?;
    }
    outcome.map_err(translate)
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}
