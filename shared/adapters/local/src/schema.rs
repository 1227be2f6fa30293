//! The tables, as numbered steps. A step that was released never changes; a new one is appended.

use rusqlite::{Connection, TransactionBehavior};
use skydash_domain::{Error, Result};

/// The steps, from an empty file to today. `user_version` counts those done.
const STEPS: &[&str] = &[
    "
    CREATE TABLE record (
        tenant  TEXT NOT NULL,
        kind    TEXT NOT NULL,
        id      TEXT NOT NULL,
        version INTEGER NOT NULL,
        parent  TEXT,               -- kind/id
        place   INTEGER NOT NULL,   -- the record's order
        body    TEXT NOT NULL,      -- JSON
        UNIQUE (tenant, kind, id)
    );
    CREATE INDEX record_in_order ON record (tenant, kind, place, id);
    CREATE INDEX record_by_parent ON record (tenant, parent, kind, place, id) WHERE parent IS NOT NULL;

    CREATE TABLE counter (
        tenant TEXT NOT NULL,
        kind   TEXT NOT NULL,
        value  INTEGER NOT NULL,
        PRIMARY KEY (tenant, kind)
    ) WITHOUT ROWID;

    CREATE TABLE message (
        sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
        lane       TEXT NOT NULL,
        body       TEXT NOT NULL,   -- JSON
        visible_at INTEGER NOT NULL,
        receives   INTEGER NOT NULL
    );
    CREATE INDEX message_by_lane ON message (lane, visible_at);
",
    "
    CREATE TABLE tenant (name TEXT PRIMARY KEY) WITHOUT ROWID;
    INSERT INTO tenant SELECT DISTINCT tenant FROM record;
",
    "
    CREATE TABLE start (number INTEGER NOT NULL);   -- of the latest start; see `pairing`
    INSERT INTO start VALUES (0);
",
];

/// Brings a file to today's tables, each step in a transaction of its own.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    let done: usize = connection
        .query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))
        .map_err(crate::database::translate)? as usize;
    if done > STEPS.len() {
        return Err(Error::precondition(format!(
            "The data folder was written by a newer Skydash (schema {done}, this one knows {}). Update Skydash.",
            STEPS.len()
        )));
    }
    for (position, step) in STEPS.iter().enumerate().skip(done) {
        apply(connection, step, position + 1).map_err(crate::database::translate)?;
    }
    Ok(())
}

fn apply(connection: &mut Connection, step: &str, number: usize) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(step)?;
    transaction.execute_batch(&format!("PRAGMA user_version = {number}"))?;
    transaction.commit()
}
