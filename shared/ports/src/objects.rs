//! Where tables and results lie. The store itself is [`object_store::ObjectStore`]; these structs own the layout.
//!
//! Keys are made of the tenant, a fixed word and ids of ours. No part of a key comes from a client.
//! Tables and artifacts are immutable: written once under a new id, removed only by the sweeper
//! when nothing refers to them any more.

use crate::{hash, room};
use bytes::Bytes;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use serde::Serialize;
use serde::de::DeserializeOwned;
use skydash_domain::dataset::TableVersion;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result, Tenant};
use std::ops::Range;
use std::sync::Arc;

/// Translates a failure of the object store. `what` names the thing for a missing object.
pub(crate) fn translate(what: &str) -> impl FnOnce(object_store::Error) -> Error + '_ {
    move |error| match error {
        object_store::Error::NotFound { .. } => Error::not_found(format!("{what} is no longer stored.")),
        other => unavailable(other),
    }
}

/// A failure of the object store that is not about what is in it.
#[must_use]
pub fn unavailable(error: object_store::Error) -> Error {
    if room::comes_from_full(&error) {
        return room::full();
    }
    Error::unavailable(format!("object store: {error}"))
}

/// An object store seen through one tenant's prefix and one fixed word.
#[derive(Clone)]
pub(crate) struct Area {
    pub store: Arc<dyn ObjectStore>,
    pub prefix: String,
    pub what: &'static str,
}

impl Area {
    pub(crate) fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }

    pub(crate) async fn put(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.store.put(&self.path(name), PutPayload::from_bytes(bytes)).await.map_err(translate(self.what))?;
        Ok(())
    }

    /// Stores an object under a name with its hash in it, which is given back.
    pub(crate) async fn add(&self, name: &str, bytes: Bytes) -> Result<String> {
        let name = hash::name(name, &hash::of(&bytes).await?);
        self.put(&name, bytes).await?;
        Ok(name)
    }

    pub(crate) async fn get(&self, name: &str) -> Result<Bytes> {
        let found = self.store.get(&self.path(name)).await.map_err(translate(self.what))?;
        found.bytes().await.map_err(translate(self.what))
    }

    pub(crate) async fn range(&self, name: &str, range: Range<u64>) -> Result<Bytes> {
        self.store.get_range(&self.path(name), range).await.map_err(translate(self.what))
    }

    pub(crate) async fn stream(&self, name: &str) -> Result<BoxStream<'static, Result<Bytes>>> {
        let found = self.store.get(&self.path(name)).await.map_err(translate(self.what))?;
        let what = self.what;
        Ok(Box::pin(found.into_stream().map_err(move |error| translate(what)(error))))
    }

    pub(crate) async fn writer(&self, name: &str) -> Result<Box<dyn MultipartUpload>> {
        self.store.put_multipart(&self.path(name)).await.map_err(translate(self.what))
    }
}

/// Tables: Parquet parts, and one summary object per version.
///
/// `{tenant}/tables/{version}/summary.json` and `{tenant}/tables/{version}/part-{n}.{hash}.parquet`; and
/// `{tenant}/tables/{version}/statistics.json` where statistics were counted after the summary was written.
/// A summary may name parts of another version: that is how a rename or a copy writes no rows.
#[derive(Clone)]
pub struct Tables(Area);

impl Tables {
    /// The tables of a tenant.
    pub fn new(store: Arc<dyn ObjectStore>, tenant: &Tenant) -> Self {
        Self(Area { store, prefix: format!("{tenant}/tables"), what: "This table" })
    }

    /// What the name of part `number` of a version is, without its hash.
    #[must_use]
    pub fn part_name(version: &str, number: usize) -> String {
        format!("{version}/part-{number:05}.parquet")
    }

    /// Stores a new part; gives the name under which summaries keep it.
    pub async fn add_part(&self, version: &str, number: usize, bytes: Bytes) -> Result<String> {
        self.0.add(&Self::part_name(version, number), bytes).await
    }

    /// Stores a part under this very name.
    pub async fn put_part(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.0.put(name, bytes).await
    }

    /// Opens a part for writing in pieces; it exists once the upload is completed.
    pub async fn part_writer(&self, name: &str) -> Result<Box<dyn MultipartUpload>> {
        self.0.writer(name).await
    }

    /// A whole part.
    pub async fn part(&self, name: &str) -> Result<Bytes> {
        self.0.get(name).await
    }

    /// Some bytes of a part.
    pub async fn part_range(&self, name: &str, range: Range<u64>) -> Result<Bytes> {
        self.0.range(name, range).await
    }

    /// Stores the summary of a version, which makes the version complete; gives its hash.
    pub async fn put_summary(&self, version: &str, summary: &impl Serialize) -> Result<String> {
        let bytes = Bytes::from(serde_json::to_vec(summary).map_err(|error| Error::internal(error.to_string()))?);
        let hash = hash::of(&bytes).await?;
        self.0.put(&format!("{version}/summary.json"), bytes).await?;
        Ok(hash)
    }

    /// Makes a version complete, and gives the pointer to it.
    pub async fn complete(&self, version: String, summary: &Summary) -> Result<TableVersion> {
        let hash = Some(self.put_summary(&version, summary).await?);
        Ok(TableVersion { id: version, rows: summary.rows, columns: summary.columns.len() as u64, hash })
    }

    /// The summary of a version.
    pub async fn summary<T: DeserializeOwned>(&self, version: &str) -> Result<T> {
        let bytes = self.0.get(&format!("{version}/summary.json")).await?;
        serde_json::from_slice(&bytes).map_err(|error| {
            tracing::error!(table = version, %error, "a damaged summary was asked for");
            Error::damaged(
                "What is stored about this table is damaged and cannot be read. Bring it back from a backup, or upload the \
                 table again.",
            )
        })
    }

    /// Stores statistics of a version that has none in its summary.
    pub async fn put_statistics(&self, version: &str, statistics: &impl Serialize) -> Result<()> {
        let bytes = serde_json::to_vec(statistics).map_err(|error| Error::internal(error.to_string()))?;
        self.0.put(&format!("{version}/statistics.json"), bytes.into()).await
    }

    /// Statistics of a version that were stored after its summary, if any were.
    pub async fn statistics<T: DeserializeOwned>(&self, version: &str) -> Result<Option<T>> {
        match self.0.get(&format!("{version}/statistics.json")).await {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)
                .inspect_err(|error| tracing::error!(table = version, %error, "damaged statistics are counted anew"))
                .ok()),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Results of jobs: models, split indexes, rows typed in by hand.
///
/// `{tenant}/artifacts/{name}`, where the name is made of a word, a UUID and a hash.
#[derive(Clone)]
pub struct Artifacts(Area);

impl Artifacts {
    /// The artifacts of a tenant.
    pub fn new(store: Arc<dyn ObjectStore>, tenant: &Tenant) -> Self {
        Self(Area { store, prefix: format!("{tenant}/artifacts"), what: "This result" })
    }

    /// Stores a new artifact under this name and its hash; gives the whole name.
    pub async fn add(&self, name: &str, bytes: Bytes) -> Result<String> {
        self.0.add(name, bytes).await
    }

    /// Stores an artifact under this very name.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.0.put(name, bytes).await
    }

    /// Opens an artifact for writing in pieces; it exists once completed.
    pub async fn writer(&self, name: &str) -> Result<Box<dyn MultipartUpload>> {
        self.0.writer(name).await
    }

    /// Where an artifact lies.
    #[must_use]
    pub fn path(&self, name: &str) -> Path {
        self.0.path(name)
    }

    /// A stored artifact.
    pub async fn get(&self, name: &str) -> Result<Bytes> {
        self.0.get(name).await
    }
}
