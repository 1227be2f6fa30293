//! Whether a tenant's records and objects are of one store.
//!
//! When records are lost, all objects look like garbage: after a copy without the database's log, with a table that was made
//! anew, or with another's bucket. So there is a pair: the record `store/identity` and the object `{tenant}/store/identity`
//! say the same, or nothing may be removed that no record refers to.

use crate::meta::{Commit, Expect, Key, Record, Write};
use crate::objects::unavailable;
use crate::scope::Scope;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::{Value, json};
use skydash_domain::{Error, Result};

/// How the two compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// They say the same.
    Whole,
    /// There is none yet, or its object is missing.
    Unmade,
    /// There is an object, and no record or one that says something else: records were lost, or the objects are another
    /// store's.
    Torn,
}

/// The key of the record.
fn key() -> Key {
    Key::new("store", "identity")
}

/// Where the object of a tenant's pair is.
#[must_use]
pub fn path(scope: &Scope) -> Path {
    Path::from(format!("{}/store/identity", scope.tenant))
}

/// Compares record and object.
pub async fn compare(scope: &Scope) -> Result<Pair> {
    Ok(pair(recorded(scope).await?.as_deref(), stored(scope).await?.as_deref()))
}

fn pair(recorded: Option<&str>, stored: Option<&str>) -> Pair {
    match (recorded, stored) {
        (_, None) => Pair::Unmade,
        (Some(recorded), Some(stored)) if recorded == stored => Pair::Whole,
        _ => Pair::Torn,
    }
}

/// Whether objects that no record refers to may be removed. Makes the pair if there is none and records are known to refer
/// to objects, because then they are of one store.
pub async fn confirm(scope: &Scope, belong_together: bool) -> Result<bool> {
    let recorded = recorded(scope).await?;
    match pair(recorded.as_deref(), stored(scope).await?.as_deref()) {
        Pair::Whole => return Ok(true),
        Pair::Unmade if belong_together => {}
        Pair::Unmade | Pair::Torn => return Ok(false),
    }
    let id = match recorded {
        Some(id) => id,
        None => {
            let id = scope.entropy.uuid().to_string();
            let record = Record { key: key(), version: 0, parent: None, order: 0, body: json!({ "id": id }) };
            if scope.meta.commit(vec![Write::Put(record, Expect::Absent)]).await? != Commit::Done {
                return Ok(false);
            }
            id
        }
    };
    scope.objects.put(&path(scope), PutPayload::from(id.into_bytes())).await.map_err(unavailable)?;
    Ok(true)
}

async fn recorded(scope: &Scope) -> Result<Option<String>> {
    let record = scope.meta.get(&key()).await?;
    let id = |record: Record| match record.body.get("id") {
        Some(Value::String(id)) => Ok(id.clone()),
        _ => Err(Error::damaged("The record store/identity has no id.")),
    };
    record.map(id).transpose()
}

async fn stored(scope: &Scope) -> Result<Option<String>> {
    let bytes = match scope.objects.get(&path(scope)).await {
        Ok(found) => found.bytes().await.map_err(unavailable)?,
        Err(object_store::Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(unavailable(error)),
    };
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
