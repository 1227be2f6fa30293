//! Files received from clients, kept until their job has ended.

use crate::objects::{Area, translate};
use crate::room::temporary;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt};
use serde::{Deserialize, Serialize};
use skydash_domain::job::Upload;
use skydash_domain::{Error, Result, Tenant};
use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use uuid::Uuid;

/// Bytes of every part but the last of a file that is sent in parts.
pub const PART_BYTES: u64 = 32 << 20;

/// What a client said it would send in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The file's name.
    pub file_name: String,
    /// Its size.
    pub size_bytes: u64,
}

impl Plan {
    /// The size of each part, by its number from 1.
    #[must_use]
    pub fn parts(&self) -> BTreeMap<u64, u64> {
        let size = |number: u64| PART_BYTES.min(self.size_bytes - (number - 1) * PART_BYTES);
        (1..=self.size_bytes.div_ceil(PART_BYTES).max(1)).map(|number| (number, size(number))).collect()
    }
}

/// Files received from clients.
///
/// `{tenant}/uploads/{uuid}` for a file that came in one request. For one that comes in parts,
/// `{tenant}/uploads/{uuid}/plan.json` says what to expect, and `{tenant}/uploads/{uuid}/part-{n}` is there once it came.
#[derive(Clone)]
pub struct Uploads(Area);

impl Uploads {
    /// The uploads of a tenant.
    pub fn new(store: Arc<dyn ObjectStore>, tenant: &Tenant) -> Self {
        Self(Area { store, prefix: format!("{tenant}/uploads"), what: "This upload" })
    }

    /// Opens an upload for writing in pieces; it exists once completed.
    pub async fn writer(&self, key: &str) -> Result<Box<dyn MultipartUpload>> {
        self.0.writer(key).await
    }

    /// Stores a small upload in one go.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        self.0.put(key, bytes).await
    }

    /// Expects a file in parts.
    pub async fn begin(&self, key: Uuid, plan: &Plan) -> Result<()> {
        let bytes = serde_json::to_vec(plan).map_err(|error| Error::internal(error.to_string()))?;
        self.0.put(&format!("{key}/plan.json"), bytes.into()).await
    }

    /// The key of an upload that a client names, and what was said of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing in parts has that name.
    pub async fn expected(&self, id: &str) -> Result<(String, Plan)> {
        let missing = || Error::not_found("Upload not found");
        let key = id.parse::<Uuid>().map_err(|_| missing())?.to_string();
        let bytes = self.0.get(&format!("{key}/plan.json")).await.map_err(|error| match error {
            Error::NotFound(_) => missing(),
            other => other,
        })?;
        let plan = serde_json::from_slice(&bytes);
        Ok((key, plan.map_err(|error| Error::internal(format!("plan of an upload: {error}")))?))
    }

    /// An upload of which all parts have arrived.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Uploads::expected`] does, [`Error::Invalid`] for one that is not complete.
    pub async fn complete(&self, id: &str) -> Result<Upload> {
        let (key, plan) = self.expected(id).await?;
        let arrived = self.arrived(&key).await?;
        if let Some((number, _)) = plan.parts().iter().find(|(number, size)| arrived.get(number) != Some(size)) {
            return Err(Error::invalid(format!(
                "Part {number} of the upload has not arrived as a whole. Send it first."
            )));
        }
        Ok(Upload { key, file_name: plan.file_name, size_bytes: plan.size_bytes, hash: None })
    }

    /// Where a part goes.
    #[must_use]
    pub fn part(&self, key: &str, number: u64) -> Path {
        self.0.path(&part_name(key, number))
    }

    /// Opens a part for writing in pieces. Sent again, a part is replaced.
    pub async fn part_writer(&self, key: &str, number: u64) -> Result<Box<dyn MultipartUpload>> {
        self.0.writer(&part_name(key, number)).await
    }

    /// The parts that came, with their sizes.
    pub async fn arrived(&self, key: &str) -> Result<BTreeMap<u64, u64>> {
        let listed: Vec<_> = self.listed(key).await?;
        Ok(listed.into_iter().filter_map(|(path, size)| Some((number_of(&path)?, size))).collect())
    }

    pub(crate) fn area(&self) -> &Area {
        &self.0
    }

    /// The names of the objects that an upload is made of, in order, with their sizes.
    pub(crate) async fn objects(&self, key: &str) -> Result<Vec<(String, u64)>> {
        let missing = match self.0.store.head(&self.0.path(key)).await.map_err(translate(self.0.what)) {
            Ok(found) => return Ok(vec![(key.to_owned(), found.size)]),
            Err(error @ Error::NotFound(_)) => error,
            Err(error) => return Err(error),
        };
        let parts = self.arrived(key).await?;
        if parts.is_empty() {
            return Err(missing);
        }
        Ok(parts.into_iter().map(|(number, size)| (part_name(key, number), size)).collect())
    }

    async fn listed(&self, key: &str) -> Result<Vec<(Path, u64)>> {
        let folder = self.0.path(key);
        let listed = self.0.store.list(Some(&folder)).map_ok(|object| (object.location, object.size));
        listed.try_collect().await.map_err(translate(self.0.what))
    }

    /// The bytes of an upload, as they come.
    pub async fn stream(&self, key: &str) -> Result<BoxStream<'static, Result<Bytes>>> {
        let area = self.0.clone();
        let parts = stream::iter(self.objects(key).await?).then(move |(name, _)| {
            let area = area.clone();
            async move { area.stream(&name).await }
        });
        Ok(parts.try_flatten().boxed())
    }

    /// An upload as an unnamed temporary file, at its start: for readers that go through it more than once.
    pub async fn spool(&self, key: &str) -> Result<File> {
        let mut chunks = self.stream(key).await?;
        let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(temporary)?);
        while let Some(chunk) = chunks.try_next().await? {
            file.write_all(&chunk).await.map_err(temporary)?;
        }
        file.flush().await.map_err(temporary)?;
        file.rewind().await.map_err(temporary)?;
        Ok(file.into_std().await)
    }

    /// Removes an upload; harmless when it is gone already.
    pub async fn remove(&self, key: &str) -> Result<()> {
        let parts = self.listed(key).await?.into_iter().map(|(path, _)| path);
        for path in parts.chain([self.0.path(key)]) {
            match self.0.store.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(translate(self.0.what)(error)),
            }
        }
        Ok(())
    }
}

fn part_name(key: &str, number: u64) -> String {
    format!("{key}/part-{number:05}")
}

fn number_of(path: &Path) -> Option<u64> {
    path.filename()?.strip_prefix("part-")?.parse().ok()
}
