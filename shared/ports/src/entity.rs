//! Typed access to the metadata store, written once for every adapter.

use crate::damage::Damaged;
use crate::meta::{Commit, Expect, Key, Kind, MAX_WRITES, MetaStore, Page, Query, Record, Write};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::folder::Folder;
use skydash_domain::job::Job;
use skydash_domain::notebook::Notebook;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result};
use std::ops::Deref;

/// Something that is stored as one record.
pub trait Entity: Serialize + DeserializeOwned + Send + Sync {
    /// The kind of its record.
    const KIND: Kind;
    /// What a 404 says when there is none.
    const NOT_FOUND: &'static str;

    /// The id of its record.
    fn id(&self) -> String;
    /// The record it belongs to.
    fn parent(&self) -> Option<Key> {
        None
    }
    /// Its place in lists.
    fn order(&self) -> i64;

    /// The key of its record.
    fn key(&self) -> Key {
        Key::new(Self::KIND, self.id())
    }
}

macro_rules! entity {
    ($type:ty, $kind:literal, $not_found:literal, |$it:ident| $order:expr $(, parent $parent:expr)?) => {
        impl Entity for $type {
            const KIND: Kind = $kind;
            const NOT_FOUND: &'static str = $not_found;
            fn id(&self) -> String {
                self.id.to_string()
            }
            fn order(&self) -> i64 {
                let $it = self;
                $order
            }
            $(fn parent(&self) -> Option<Key> {
                let $it = self;
                Some($parent)
            })?
        }
    };
}

entity!(Folder, "folder", "Folder not found", |it| it.id.0);
entity!(Dataset, "dataset", "Dataset not found", |it| it.id.0);
entity!(Notebook, "notebook", "Notebook not found", |it| it.id.0, parent Key::new(Dataset::KIND, it.dataset_id));
entity!(Explorer, "explorer", "Explorer not found", |it| it.id.0, parent Key::new(Notebook::KIND, it.notebook_id));
entity!(Converter, "converter", "Converter list not found", |it| it.id.0, parent Key::new(Notebook::KIND, it.notebook_id));
entity!(Session, "session", "Model session not found", |it| it.id.0, parent Key::new(Dataset::KIND, it.dataset_id));
entity!(Run, "run", "Run not found", |it| it.id.0, parent Key::new(Session::KIND, it.session_id));
entity!(Prediction, "prediction", "Prediction not found", |it| it.id.0, parent Key::new(Run::KIND, it.run_id));
entity!(Job, "job", "Job not found", |it| it.updated_at.0);

/// An entity as read, with the version that a conditional write of it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<E> {
    /// What was read.
    pub entity: E,
    /// The version that was read.
    pub version: u64,
}

impl<E> Deref for Stored<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.entity
    }
}

fn decode<E: Entity>(record: Record) -> Result<Stored<E>, Damaged> {
    let entity = serde_json::from_value(record.body).map_err(|error| Damaged::new(&record.key, error))?;
    Ok(Stored { entity, version: record.version })
}

impl Page {
    /// The entities of a page. Damaged records are passed over.
    pub fn entities<E: Entity>(self) -> impl Iterator<Item = Stored<E>> {
        self.damaged.iter().for_each(Damaged::pass_over);
        self.records.into_iter().filter_map(readable)
    }
}

/// The entity that a record holds. A damaged record is passed over.
pub fn readable<E: Entity>(record: Record) -> Option<Stored<E>> {
    decode(record).inspect_err(Damaged::pass_over).ok()
}

/// Whether a record can be read as what it is: an entity of its kind. Records of other kinds are none of ours.
///
/// # Errors
/// What is wrong with it.
pub fn examine(record: &Record) -> Result<(), Damaged> {
    fn read<E: Entity>(record: &Record) -> Result<(), Damaged> {
        E::deserialize(&record.body).map(drop).map_err(|error| Damaged::new(&record.key, error))
    }
    match record.key.kind {
        Folder::KIND => read::<Folder>(record),
        Dataset::KIND => read::<Dataset>(record),
        Notebook::KIND => read::<Notebook>(record),
        Explorer::KIND => read::<Explorer>(record),
        Converter::KIND => read::<Converter>(record),
        Session::KIND => read::<Session>(record),
        Run::KIND => read::<Run>(record),
        Prediction::KIND => read::<Prediction>(record),
        Job::KIND => read::<Job>(record),
        _ => Ok(()),
    }
}

fn encode<E: Entity>(entity: &E) -> Result<Record> {
    let body = serde_json::to_value(entity).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Record { key: entity.key(), version: 0, parent: entity.parent(), order: entity.order(), body })
}

/// The record kind of names that must be unique.
pub const UNIQUE: Kind = "unique";

/// The key that reserves `name` among entities of `kind`.
#[must_use]
pub fn unique_key(kind: Kind, name: &str) -> Key {
    Key::new(UNIQUE, format!("{kind}/{name}"))
}

/// Writes to be committed together.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Transaction {
    writes: Vec<Write>,
    refusals: Vec<Option<Error>>,
}

impl Transaction {
    /// An empty transaction.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(mut self, write: Write, refusal: Option<Error>) -> Self {
        self.writes.push(write);
        self.refusals.push(refusal);
        self
    }

    /// Writes a new entity; refused when its key exists.
    pub fn insert<E: Entity>(self, entity: &E) -> Result<Self> {
        Ok(self.push(Write::Put(encode(entity)?, Expect::Absent), None))
    }

    /// Writes `entity` over the version it was read at.
    pub fn replace<E: Entity>(self, entity: &E, version: u64) -> Result<Self> {
        Ok(self.push(Write::Put(encode(entity)?, Expect::Version(version)), None))
    }

    /// Removes an entity at the version it was read at.
    pub fn remove<E: Entity>(self, stored: &Stored<E>) -> Self {
        self.push(Write::Delete(stored.key(), Expect::Version(stored.version)), None)
    }

    /// Reserves `name` for the record of `owner`; when it is taken the commit fails with `taken`.
    pub fn claim_name(self, kind: Kind, name: &str, owner: &Key, taken: Error) -> Self {
        let record = Record {
            key: unique_key(kind, name),
            version: 0,
            parent: None,
            order: 0,
            body: json!({ "owner": owner.to_string() }),
        };
        self.push(Write::Put(record, Expect::Absent), Some(taken))
    }

    /// Gives a reserved name back.
    pub fn release_name(self, kind: Kind, name: &str) -> Self {
        self.push(Write::Delete(unique_key(kind, name), Expect::Anything), None)
    }

    /// Holds the transaction to a record's existence; fails with `missing` otherwise.
    pub fn require(self, key: Key, missing: Error) -> Self {
        self.push(Write::Check(key, Expect::Present), Some(missing))
    }

    /// Adds any write, with the error its refusal means (a stale version when none is given).
    pub fn write(self, write: Write, refusal: Option<Error>) -> Self {
        self.push(write, refusal)
    }

    /// How many writes there are.
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Commits. A refused write without an error of its own is [`Attempt::Stale`].
    pub async fn try_commit(self, store: &dyn MetaStore) -> Result<Attempt> {
        debug_assert!(self.writes.len() <= MAX_WRITES);
        match store.commit(self.writes).await? {
            Commit::Done => Ok(Attempt::Done),
            Commit::Refused(position) => match self.refusals.into_iter().nth(position).flatten() {
                Some(error) => Err(error),
                None => Ok(Attempt::Stale),
            },
        }
    }

    /// Commits; a stale version is a conflict.
    pub async fn commit(self, store: &dyn MetaStore) -> Result<()> {
        match self.try_commit(store).await? {
            Attempt::Done => Ok(()),
            Attempt::Stale => Err(Error::conflict("Somebody else changed this at the same time. Try again.")),
        }
    }
}

/// How an attempt to commit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Attempt {
    /// Written.
    Done,
    /// Nothing written: something changed since it was read. Read again and decide anew.
    Stale,
}

/// How often a read-decide-write is tried against others doing the same.
pub const RETRIES: usize = 16;

/// Typed conveniences over any adapter.
impl dyn MetaStore + '_ {
    /// The entity of this id, if there is one.
    pub async fn find<E: Entity>(&self, id: impl ToString) -> Result<Option<Stored<E>>> {
        let key = Key::new(E::KIND, id.to_string());
        self.get(&key).await?.map(decode).transpose().map_err(Damaged::asked_for)
    }

    /// The entity of this id, or its 404.
    pub async fn load<E: Entity>(&self, id: impl ToString) -> Result<Stored<E>> {
        self.find(id).await?.ok_or_else(|| Error::not_found(E::NOT_FOUND))
    }

    /// Every entity of a kind, in order.
    pub async fn list<E: Entity>(&self) -> Result<Vec<Stored<E>>> {
        self.collect(Query::all(E::KIND)).await
    }

    /// Every entity of a kind that belongs to `parent`, in order.
    pub async fn children<E: Entity>(&self, parent: &Key) -> Result<Vec<Stored<E>>> {
        self.collect(Query::children(E::KIND, parent.clone())).await
    }

    /// Every entity that a query finds, over all its pages. Damaged records are passed over.
    pub async fn collect<E: Entity>(&self, mut query: Query) -> Result<Vec<Stored<E>>> {
        let mut entities = Vec::new();
        loop {
            let page = self.query(&query).await?;
            query.cursor = page.cursor.clone();
            entities.extend(page.entities());
            if query.cursor.is_none() {
                return Ok(entities);
            }
        }
    }

    /// Reads, changes and writes one entity, again as often as others get in between.
    pub async fn update<E: Entity>(
        &self,
        id: impl ToString,
        mut change: impl FnMut(&mut E) -> Result<()>,
    ) -> Result<Stored<E>> {
        let id = id.to_string();
        for _ in 0..RETRIES {
            let mut stored: Stored<E> = self.load(&id).await?;
            change(&mut stored.entity)?;
            let transaction = Transaction::new().replace(&stored.entity, stored.version)?;
            if transaction.try_commit(self).await? == Attempt::Done {
                stored.version += 1;
                return Ok(stored);
            }
        }
        Err(Error::conflict("Somebody else keeps changing this. Try again."))
    }
}
