//! Bodies of records that are too large for the table, as objects.
//!
//! An item may have 400 KB and a transaction 4 MB, so that a hundred writes have room for about
//! 40 KB each. A larger body is stored as an object before the transaction that names it, under a
//! name never used before: what a record names is always there, and what no record names is
//! garbage, which [`crate::Aws::collect_bodies`] removes.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use skydash_domain::{Result, Tenant};
use skydash_ports::objects::unavailable;
use skydash_ports::{Record, Write};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// Largest body that is kept in its record's item: with the longest keys, a hundred still make a
/// transaction.
const LARGEST_INSIDE: usize = 32 * 1024;

/// Most bodies stored at once.
const PUTS: usize = 8;

/// The bodies, of all tenants.
#[derive(Clone)]
pub struct Bodies {
    objects: Arc<dyn ObjectStore>,
}

/// Where the body of a record is.
pub enum Body {
    /// In its item, as JSON.
    Inside(String),
    /// In the object of this name.
    Object(String),
}

/// A body that was listed.
pub struct Listed {
    /// Its object's name.
    pub location: String,
    /// The kind of the record that it was made for.
    pub kind: String,
}

impl Bodies {
    /// Over this store.
    pub fn new(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects }
    }

    /// Finds a place for each body of a transaction: those that are too large for the table are
    /// stored now.
    pub async fn place(&self, tenant: &Tenant, writes: &[Write]) -> Result<Vec<Option<Body>>> {
        let places: Vec<_> = writes.iter().map(|write| self.place_one(tenant, write)).collect();
        stream::iter(places).buffered(PUTS).try_collect().await
    }

    async fn place_one(&self, tenant: &Tenant, write: &Write) -> Result<Option<Body>> {
        let Write::Put(Record { key, body, .. }, _) = write else { return Ok(None) };
        let text = body.to_string();
        if text.len() <= LARGEST_INSIDE {
            return Ok(Some(Body::Inside(text)));
        }
        let location = format!("{tenant}/bodies/{}/{}", key.kind, Uuid::new_v4());
        let payload = PutPayload::from_bytes(text.into());
        self.objects.put(&Path::from(location.as_str()), payload).await.map_err(unavailable)?;
        Ok(Some(Body::Object(location)))
    }

    /// The body at `location`.
    pub async fn get(&self, location: &str) -> Result<Bytes> {
        let found = self.objects.get(&Path::from(location)).await.map_err(unavailable)?;
        found.bytes().await.map_err(unavailable)
    }

    /// A tenant's bodies that were stored at least `age` ago.
    pub async fn older_than(&self, tenant: &Tenant, age: Duration) -> Result<Vec<Listed>> {
        let latest = SystemTime::now().checked_sub(age).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut listed = self.objects.list(Some(&Path::from(format!("{tenant}/bodies"))));
        let mut found = Vec::new();
        while let Some(object) = listed.try_next().await.map_err(unavailable)? {
            if let Some(kind) = object.location.parts().nth(2)
                && SystemTime::from(object.last_modified) <= latest
            {
                found.push(Listed { location: object.location.to_string(), kind: kind.as_ref().to_owned() });
            }
        }
        Ok(found)
    }

    /// Removes a body.
    pub async fn remove(&self, location: &str) -> Result<()> {
        match self.objects.delete(&Path::from(location)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}
