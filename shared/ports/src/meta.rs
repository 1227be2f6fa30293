//! The metadata store: records, conditional transactions, ordered pages.
//!
//! Narrow on purpose. Everything it promises can be kept by SQLite, by memory and by DynamoDB:
//! a transaction has at most [`MAX_WRITES`] writes, a body at most [`MAX_BODY_BYTES`], and a page
//! may be shorter than asked for as long as its cursor goes on.

use crate::damage::Damaged;
use serde_json::Value;
use skydash_domain::{Error, Result, Tenant};
use std::fmt;
use std::sync::Arc;

/// Most writes in one transaction.
pub const MAX_WRITES: usize = 100;

/// Largest body of a record, as JSON text.
pub const MAX_BODY_BYTES: usize = 350 * 1024;

/// What sort of thing a record is: `dataset`, `run`, `unique`, ... Lower-case letters and `_`.
pub type Kind = &'static str;

/// A record's name within a tenant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What sort of thing it is.
    pub kind: Kind,
    /// Which one; any text up to 1024 bytes.
    pub id: String,
}

impl Key {
    /// The key of this kind and id.
    pub fn new(kind: Kind, id: impl fmt::Display) -> Self {
        Self { kind, id: id.to_string() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// A record to write, or as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub key: Key,
    /// Set by the store: 1 on creation, one more on every write. Ignored when writing.
    pub version: u64,
    /// The record it belongs to, by which [`Query::children`] finds it.
    pub parent: Option<Key>,
    /// Its place among records of its kind (and parent). Ties are ordered by id.
    pub order: i64,
    /// What it says.
    pub body: Value,
}

/// What must be true of a key for a transaction to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing.
    Anything,
    /// No such record.
    Absent,
    /// Some version of it.
    Present,
    /// Exactly this version of it.
    Version(u64),
}

/// One write of a transaction. No two writes of a transaction may name the same key.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Writes a record.
    Put(Record, Expect),
    /// Removes a record.
    Delete(Key, Expect),
    /// Writes nothing, but holds the transaction to a condition.
    Check(Key, Expect),
}

impl Write {
    /// The key it is about.
    #[must_use]
    pub fn key(&self) -> &Key {
        match self {
            Self::Put(record, _) => &record.key,
            Self::Delete(key, _) | Self::Check(key, _) => key,
        }
    }

    /// Its condition.
    #[must_use]
    pub fn expect(&self) -> Expect {
        match self {
            Self::Put(_, expect) | Self::Delete(_, expect) | Self::Check(_, expect) => *expect,
        }
    }
}

/// How a transaction ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Commit {
    /// Every write happened.
    Done,
    /// No write happened: the condition of the write at this position did not hold (the first one found).
    Refused(usize),
}

/// In which direction a query goes through [`Record::order`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Asks for the records of a kind in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The kind.
    pub kind: Kind,
    /// Only children of this record.
    pub parent: Option<Key>,
    /// Only records whose order is greater than this.
    pub after: Option<i64>,
    /// Direction.
    pub direction: Order,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Most records wanted in the page, at least 1.
    pub limit: usize,
}

impl Query {
    /// All records of a kind, smallest order first, in pages of 200.
    #[must_use]
    pub fn all(kind: Kind) -> Self {
        Self { kind, parent: None, after: None, direction: Order::Ascending, cursor: None, limit: 200 }
    }

    /// The records of a kind that belong to `parent`.
    #[must_use]
    pub fn children(kind: Kind, parent: Key) -> Self {
        Self { parent: Some(parent), ..Self::all(kind) }
    }

    /// Only those whose order is greater than `order`.
    #[must_use]
    pub fn after(mut self, order: i64) -> Self {
        self.after = Some(order);
        self
    }

    /// Largest order first.
    #[must_use]
    pub fn descending(mut self) -> Self {
        self.direction = Order::Descending;
        self
    }

    /// At most `limit` records in a page.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The records.
    pub records: Vec<Record>,
    /// Those that would be among them and cannot be read.
    pub damaged: Vec<Damaged>,
    /// Where to go on; none after the last page. A page can be empty and still have a cursor.
    pub cursor: Option<String>,
}

/// One tenant's metadata.
///
/// Reads see every transaction that ended before they began. A failure of the store is
/// [`Error::Unavailable`]; it leaves open whether a commit happened.
#[async_trait::async_trait]
pub trait MetaStore: Send + Sync {
    /// The same store, seen by another tenant.
    fn for_tenant(&self, tenant: &Tenant) -> Arc<dyn MetaStore>;

    /// The record of this key. One that cannot be read is [`Error::Damaged`].
    async fn get(&self, key: &Key) -> Result<Option<Record>>;

    /// The records of these keys, in their order; none where there is no record.
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>>;

    /// One page of a query. Going through all pages gives each record that existed throughout exactly once.
    async fn query(&self, query: &Query) -> Result<Page>;

    /// Does all writes or none. More than [`MAX_WRITES`], a key named twice or a body over
    /// [`MAX_BODY_BYTES`] is an [`Error::TooLarge`] or [`Error::Internal`] and writes nothing.
    async fn commit(&self, writes: Vec<Write>) -> Result<Commit>;

    /// The next integer id of a kind: 1, 2, 3, ... Never given twice; gaps are possible.
    async fn next_id(&self, kind: Kind) -> Result<i64>;

    /// Some of all tenants, whosever view this is: those whose names come after `after`, in order; none after the last.
    ///
    /// For those who clean up, not for those who answer requests. A tenant is among them from before its first record is
    /// written, and stays when its last one is deleted; one that never had a record can be.
    async fn tenants(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>>;
}

impl dyn MetaStore + '_ {
    /// All tenants, in order.
    pub async fn all_tenants(&self) -> Result<Vec<Tenant>> {
        let mut found = self.tenants(None).await?;
        loop {
            let more = self.tenants(found.last()).await?;
            if more.is_empty() {
                return Ok(found);
            }
            found.extend(more);
        }
    }
}

/// Checks what [`MetaStore::commit`] demands of every adapter, before anything is written.
pub fn check_writes(writes: &[Write]) -> Result<()> {
    if writes.len() > MAX_WRITES {
        return Err(Error::internal(format!("{} writes in one transaction", writes.len())));
    }
    let mut keys: Vec<&Key> = writes.iter().map(Write::key).collect();
    keys.sort_unstable();
    if let Some(twice) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Error::internal(format!("{} is named twice in one transaction", twice[0])));
    }
    for write in writes {
        if let Write::Put(record, _) = write {
            let bytes = record.body.to_string().len();
            if bytes > MAX_BODY_BYTES {
                return Err(Error::too_large(format!(
                    "This {} takes {bytes} bytes; at most {MAX_BODY_BYTES} can be stored.",
                    record.key.kind
                )));
            }
        }
    }
    Ok(())
}
