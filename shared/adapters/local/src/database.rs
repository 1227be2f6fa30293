//! SQLite behind async calls: one writer thread that commits in groups, and a few readers.
//!
//! Writes queue up while the disk syncs; the next transaction takes all that wait. Each has its
//! own savepoint in there, so that one that fails takes nothing along, and each is answered after
//! the commit that holds it.

use crate::lock::Lock;
use crate::pairing::{self, Pairing};
use crate::reserve::Reserve;
use crate::{queue, schema, unusable};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use skydash_domain::{Error, Result, Timestamp};
use skydash_ports::room::full;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// Most writes in one group.
const GROUP: usize = 256;

/// Most reads at once.
const READERS: u32 = 4;

/// After how long without a write the log is written back into the database file.
const IDLE: Duration = Duration::from_secs(5);

/// For how long reads under way are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// A write that waits for its group.
trait Request: Send {
    /// Carries it out, or learns why it cannot be. Done again when the group is.
    fn run(&mut self, connection: Result<&Connection>);

    /// Whether it found no room on the disk.
    fn is_full(&self) -> bool;

    /// Answers it, once it is known whether its group was committed.
    fn reply(self: Box<Self>, committed: Result<()>);
}

/// What was asked for, what came of it, and who wants to know.
struct Asked<W, T> {
    work: W,
    outcome: Result<T>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T: Send, W: FnMut(&Connection) -> rusqlite::Result<T> + Send> Request for Asked<W, T> {
    fn run(&mut self, connection: Result<&Connection>) {
        self.outcome = connection.and_then(|connection| in_savepoint(connection, &mut self.work));
    }

    fn is_full(&self) -> bool {
        matches!(self.outcome, Err(Error::Full(_)))
    }

    fn reply(self: Box<Self>, committed: Result<()>) {
        drop(self.answer.send(committed.and(self.outcome)));
    }
}

/// The open database file.
pub struct Database {
    path: PathBuf,
    requests: Mutex<Option<Sender<Box<dyn Request>>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Arc<Mutex<Vec<Connection>>>,
    permits: Semaphore,
    reserve: Arc<Reserve>,
    _lock: Arc<Lock>,
}

/// What a failure of SQLite means to the caller.
pub fn translate(error: rusqlite::Error) -> Error {
    if error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE) {
        return full();
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => full(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) | None => {
            Error::internal(format!("database: {error}"))
        }
        Some(_) => Error::unavailable(format!("database: {error}")),
    }
}

fn gone() -> Error {
    Error::unavailable("the database has stopped")
}

/// Does something, and once more with the room of the reserve when there is none without.
fn with_room<T>(reserve: &Reserve, mut work: impl FnMut() -> Result<T>) -> Result<T> {
    match work() {
        Err(Error::Full(_)) if reserve.give_up() => work(),
        outcome => outcome,
    }
}

impl Database {
    /// Opens the file, brings its tables up to date, shows what was in flight, and starts the writer.
    pub fn open(path: &Path, pairing: Pairing, reserve: Arc<Reserve>, lock: Arc<Lock>, now: Timestamp) -> Result<Self> {
        let mut connection = Connection::open(path).map_err(|error| unusable(path, &error))?;
        with_room(&reserve, || {
            prepare(&connection).map_err(|error| match translate(error) {
                full @ Error::Full(_) => full,
                other => unusable(path, &other),
            })
        })?;
        let start = with_room(&reserve, || {
            schema::migrate(&mut connection)?;
            queue::show_all(&connection, now).map_err(translate)?;
            let start = pairing::number(&connection, pairing.latest).map_err(translate)?;
            pairing.begin(start)?;
            Ok(start)
        })?;
        let (requests, received) = mpsc::channel();
        let writer = Writer { connection, pairing, start, reserve: reserve.clone() };
        let writer = std::thread::Builder::new()
            .name("database".into())
            .spawn(move || writer.work(&received))
            .map_err(|error| unusable(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            requests: Mutex::new(Some(requests)),
            writer: Mutex::new(Some(writer)),
            readers: Arc::default(),
            permits: Semaphore::new(READERS as usize),
            reserve,
            _lock: lock,
        })
    }

    /// Fails while the disk is full, when nothing new may be stored.
    pub fn admit(&self) -> Result<()> {
        self.reserve.admit()
    }

    /// Runs `work` in a write transaction; when this returns well, the transaction is durable. It is run again when it has
    /// to be done with the room of the reserve.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        self.request(Box::new(Asked { work, outcome: Err(gone()), answer }))?;
        answered.await.map_err(|_| gone())?
    }

    fn request(&self, request: Box<dyn Request>) -> Result<()> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.as_ref().ok_or_else(gone)?.send(request).map_err(|_| gone())
    }

    /// Ends reads and writes, and leaves one file that has everything.
    pub async fn close(self: &Arc<Self>) {
        // Reads that go on for longer only keep an empty log beside the file.
        let ended = tokio::time::timeout(FAREWELL, self.permits.acquire_many(READERS)).await;
        self.permits.close();
        drop(ended);
        let database = self.clone();
        if tokio::task::spawn_blocking(move || database.end()).await.is_err() {
            tracing::error!("closing the database broke off");
        }
    }

    /// Waits for writes that were asked for. Afterwards there are no more.
    fn end(&self) {
        // The writer's connection is to be the last one, which removes the log.
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        drop(self.requests.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the database writer ended by a panic");
        }
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
        self.end();
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

/// What the thread that writes has.
struct Writer {
    connection: Connection,
    pairing: Pairing,
    start: i64,
    reserve: Arc<Reserve>,
}

impl Writer {
    /// Takes groups of requests until nobody can send any more. Writes the log back when there is nothing else to do.
    fn work(self, requests: &Receiver<Box<dyn Request>>) {
        let mut idle = true;
        loop {
            let next = if idle { requests.recv().map_err(Into::into) } else { requests.recv_timeout(IDLE) };
            idle = next.is_err();
            match next {
                Ok(first) => {
                    let group = std::iter::once(first).chain(requests.try_iter().take(GROUP - 1));
                    self.write(group.collect());
                }
                Err(RecvTimeoutError::Timeout) => drop(self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)")),
                Err(RecvTimeoutError::Disconnected) => return self.end(),
            }
        }
    }

    fn write(&self, mut group: Vec<Box<dyn Request>>) {
        let committed = with_room(&self.reserve, || write_group(&self.connection, &mut group));
        for request in group {
            request.reply(committed.clone());
        }
    }

    /// Writes the log back; tells whether all of it could be.
    fn checkpoint(&self, sql: &str) -> bool {
        let busy = self.connection.query_row(sql, [], |row| row.get::<_, bool>(0));
        busy.inspect_err(|error| tracing::warn!(%error, "the database's log was not written back"))
            .is_ok_and(|busy| !busy)
    }

    /// Leaves a file that has everything, and a note that says so.
    fn end(self) {
        if self.checkpoint("PRAGMA wal_checkpoint(TRUNCATE)")
            && let Err(error) = with_room(&self.reserve, || self.pairing.end(self.start))
        {
            tracing::warn!(%error, "the end of the store's use was not noted");
        }
    }
}

/// Does a group of requests in one transaction.
///
/// A full disk and the like make SQLite roll back on its own; then all answers so far are that
/// failure, and the rest of the group is refused without being tried.
fn write_group(connection: &Connection, group: &mut [Box<dyn Request>]) -> Result<()> {
    let mut begun = execute(connection, "BEGIN IMMEDIATE").map_err(translate);
    for request in group {
        request.run(begun.clone().map(|()| connection));
        if begun.is_ok() && request.is_full() {
            begun = Err(full());
        } else if begun.is_ok() && connection.is_autocommit() {
            begun = Err(Error::unavailable("database: the transaction was rolled back"));
        }
    }
    let committed = begun.and_then(|()| execute(connection, "COMMIT").map_err(translate));
    if committed.is_err()
        && !connection.is_autocommit()
        && let Err(error) = execute(connection, "ROLLBACK")
    {
        tracing::error!(%error, "rolling back failed");
    }
    committed
}

fn in_savepoint<T>(connection: &Connection, mut work: impl FnMut(&Connection) -> rusqlite::Result<T>) -> Result<T> {
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
