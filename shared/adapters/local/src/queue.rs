//! The queue in a table, with waiting done in memory.

use crate::Options;
use crate::database::Database;
use rusqlite::{Connection, params};
use skydash_domain::job::Message;
use skydash_domain::{Error, Result, Timestamp};
use skydash_ports::{Clock, Delivery, JobQueue, Lane};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// The queue. Only one process has the folder open, so waking its own receivers is enough.
pub struct LocalQueue {
    database: Arc<Database>,
    clock: Arc<dyn Clock>,
    visibility_timeout: Duration,
    max_receives: u32,
    changed: Notify,
}

/// The lane's word in the table.
fn word(lane: Lane) -> &'static str {
    match lane {
        Lane::Compute => "compute",
        Lane::Batch => "batch",
    }
}

/// Names a message and which receive of it this was.
fn receipt(sequence: i64, receives: u32) -> String {
    format!("{sequence}.{receives}")
}

/// The sequence and receive that a receipt names; none for text that is no receipt of ours.
fn parse_receipt(receipt: &str) -> Option<(i64, u32)> {
    let (sequence, receives) = receipt.split_once('.')?;
    Some((sequence.parse().ok()?, receives.parse().ok()?))
}

/// What is to be taken out of a lane.
#[derive(Clone, Copy)]
struct Taking {
    lane: Lane,
    max: u32,
    now: Timestamp,
    hidden_until: Timestamp,
    /// Receive counts of the messages meant, the end excluded.
    receives: (u32, u32),
}

fn take(connection: &Connection, taking: Taking) -> rusqlite::Result<Vec<(i64, String, u32)>> {
    let (least, below) = taking.receives;
    let mut select = connection.prepare_cached(
        "SELECT sequence, body, receives + 1 FROM message
         WHERE lane = ?1 AND visible_at <= ?2 AND receives >= ?3 AND receives < ?4 ORDER BY sequence LIMIT ?5",
    )?;
    let rows = select.query_map(params![word(taking.lane), taking.now.0, least, below, taking.max], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let found: Vec<(i64, String, u32)> = rows.collect::<rusqlite::Result<_>>()?;
    let mut hide =
        connection.prepare_cached("UPDATE message SET receives = ?2, visible_at = ?3 WHERE sequence = ?1")?;
    for (sequence, _, receives) in &found {
        hide.execute(params![sequence, receives, taking.hidden_until.0])?;
    }
    Ok(found)
}

/// Shows every message at once: whatever is in flight belonged to a process that is no more.
pub fn show_all(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    connection.execute("UPDATE message SET visible_at = ?1 WHERE visible_at > ?1", params![now.0]).map(drop)
}

impl LocalQueue {
    /// The queue of an open database.
    pub fn new(database: Arc<Database>, options: &Options) -> Self {
        Self {
            database,
            clock: options.clock.clone(),
            visibility_timeout: options.visibility_timeout,
            max_receives: options.max_receives,
            changed: Notify::new(),
        }
    }

    async fn take(&self, lane: Lane, max: usize, receives: (u32, u32)) -> Result<Vec<Delivery>> {
        let now = self.clock.now();
        let hidden_until = now.after(self.visibility_timeout);
        let taking = Taking { lane, max: max.clamp(1, 10) as u32, now, hidden_until, receives };
        let found = self.database.write(move |connection| take(connection, taking)).await?;
        let deliver = |(sequence, body, receives): (i64, String, u32)| {
            let message: Message = serde_json::from_str(&body)
                .map_err(|error| Error::internal(format!("message {sequence} cannot be read: {error}")))?;
            Ok(Delivery { message, receipt: receipt(sequence, receives), receives })
        };
        found.into_iter().map(deliver).collect()
    }

    /// When the next message of a lane, alive or dead, becomes visible.
    async fn next_visible(&self, lane: Lane, receives: (u32, u32)) -> Result<Option<Timestamp>> {
        let (least, below) = receives;
        self.database
            .read(move |connection| {
                connection
                    .prepare_cached(
                        "SELECT MIN(visible_at) FROM message WHERE lane = ?1 AND receives >= ?2 AND receives < ?3",
                    )?
                    .query_row(params![word(lane), least, below], |row| row.get::<_, Option<i64>>(0))
            })
            .await
            .map(|found| found.map(Timestamp))
    }

    /// Shows or hides the message of a current receipt.
    async fn show_at(&self, delivery: &Delivery, visible_at: Timestamp) -> Result<()> {
        let Some((sequence, receives)) = parse_receipt(&delivery.receipt) else { return Ok(()) };
        self.database
            .write(move |connection| {
                connection
                    .prepare_cached("UPDATE message SET visible_at = ?3 WHERE sequence = ?1 AND receives = ?2")?
                    .execute(params![sequence, receives, visible_at.0])
            })
            .await?;
        self.changed.notify_waiters();
        Ok(())
    }
}

#[async_trait::async_trait]
impl JobQueue for LocalQueue {
    async fn send(&self, lane: Lane, message: &Message) -> Result<()> {
        let body = serde_json::to_string(message).map_err(|error| Error::internal(error.to_string()))?;
        let now = self.clock.now();
        self.database
            .write(move |connection| {
                connection
                    .prepare_cached("INSERT INTO message (lane, body, visible_at, receives) VALUES (?1, ?2, ?3, 0)")?
                    .execute(params![word(lane), body, now.0])
            })
            .await?;
        self.changed.notify_waiters();
        Ok(())
    }

    async fn receive(&self, lane: Lane, max: usize, wait: Duration) -> Result<Vec<Delivery>> {
        let live = (0, self.max_receives);
        let deadline = self.clock.now().after(wait);
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let next = self.next_visible(lane, live).await?;
            let now = self.clock.now();
            if next.is_some_and(|next| next <= now) {
                let found = self.take(lane, max, live).await?;
                if !found.is_empty() {
                    return Ok(found);
                }
                continue;
            }
            if now >= deadline {
                return Ok(Vec::new());
            }
            let until = next.map_or(deadline, |next| next.min(deadline));
            tokio::select! {
                () = changed => {}
                () = self.clock.sleep(until.since(now)) => {}
            }
        }
    }

    async fn ack(&self, _lane: Lane, delivery: &Delivery) -> Result<()> {
        let Some((sequence, receives)) = parse_receipt(&delivery.receipt) else { return Ok(()) };
        self.database
            .write(move |connection| {
                connection
                    .prepare_cached("DELETE FROM message WHERE sequence = ?1 AND receives = ?2")?
                    .execute(params![sequence, receives])
            })
            .await
            .map(drop)
    }

    async fn release(&self, _lane: Lane, delivery: &Delivery, delay: Duration) -> Result<()> {
        self.show_at(delivery, self.clock.now().after(delay)).await
    }

    async fn extend(&self, _lane: Lane, delivery: &Delivery, timeout: Duration) -> Result<()> {
        self.show_at(delivery, self.clock.now().after(timeout)).await
    }

    async fn dead_letters(&self, lane: Lane, max: usize) -> Result<Vec<Delivery>> {
        let dead = (self.max_receives, u32::MAX);
        match self.next_visible(lane, dead).await? {
            Some(next) if next <= self.clock.now() => self.take(lane, max, dead).await,
            _ => Ok(Vec::new()),
        }
    }

    fn visibility_timeout(&self) -> Duration {
        self.visibility_timeout
    }

    fn max_receives(&self) -> u32 {
        self.max_receives
    }
}
