//! Removing objects that nothing refers to any more.

#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use crate::tenants::Round;
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use serde::Deserialize;
use serde_json::Value;
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::Job;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};
use skydash_ports::objects::unavailable;
use skydash_ports::{Entity, Kind, Query, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How old an object is before it can be garbage. Longer than any job takes: what a job has
/// written is referred to only when it ends.
pub const GRACE: Duration = Duration::from_secs(24 * 3600);

/// The kinds whose records refer to tables, artifacts and uploads, by text anywhere in their bodies.
pub(crate) const REFERRING: &[Kind] =
    &["dataset", "notebook", "explorer", "converter", "session", "run", "prediction", Job::KIND];

/// What a collection did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Collected {
    /// Objects looked at.
    pub objects: usize,
    /// Objects removed.
    pub removed: usize,
    /// Their size.
    pub removed_bytes: u64,
}

/// Old objects by the name that records use: a table's version, an artifact's or upload's own name.
type Candidates = BTreeMap<String, Vec<ObjectMeta>>;

/// Most objects that one collection removes.
const MOST: usize = 10_000;

/// Removes objects older than [`GRACE`] that nothing refers to, as [`collect_older_than`] does.
pub async fn collect_garbage(scope: &Scope) -> Result<Collected> {
    collect_older_than(scope, GRACE, MOST).await
}

/// Removes, for each tenant, up to `most` objects that are older than `grace` and that no record refers to.
/// A table is also kept while the summary of a table in use names one of its parts.
///
/// Records are gone through twice, and what either pass finds is kept: a reference that moves from
/// one record to another during a pass is not overlooked.
pub async fn collect_older_than(scope: &Scope, grace: Duration, most: usize) -> Result<Collected> {
    #[cfg(test)]
    let grace = if mutant::is(Mutant::Hasty) { Duration::ZERO } else { grace };
    let mut collected = Collected::default();
    let oldest = scope.now().0.saturating_sub(i64::try_from(grace.as_micros()).unwrap_or(i64::MAX));
    let mut round = Round::start(scope).await?;
    while let Some(tenant) = round.next() {
        round.note(collect_tenant(&tenant, oldest, most, &mut collected).await)?;
    }
    round.end()?;
    Ok(collected)
}

async fn collect_tenant(scope: &Scope, oldest: i64, most: usize, collected: &mut Collected) -> Result<()> {
    let mut tables = old_objects(scope, "tables", oldest, collected).await?;
    let mut others = old_objects(scope, "artifacts", oldest, collected).await?;
    others.extend(old_objects(scope, "uploads", oldest, collected).await?);
    if tables.is_empty() && others.is_empty() {
        return Ok(());
    }
    let mut in_use = BTreeSet::new();
    for _pass in 0..2 {
        keep_referred(scope, &mut tables, &mut others, &mut in_use).await?;
    }
    keep_parts(scope, &mut tables, &in_use).await?;
    for object in tables.into_values().chain(others.into_values()).flatten().take(most) {
        remove(scope, &object).await?;
        collected.removed += 1;
        collected.removed_bytes += object.size;
    }
    Ok(())
}

/// The first part of an object's path below its area.
fn name_of(location: &Path) -> Option<String> {
    location.parts().nth(2).map(|part| part.as_ref().to_owned())
}

async fn old_objects(scope: &Scope, area: &str, oldest: i64, collected: &mut Collected) -> Result<Candidates> {
    let prefix = Path::from(format!("{}/{area}", scope.tenant));
    let mut listed = scope.objects.list(Some(&prefix));
    let mut found = Candidates::new();
    while let Some(object) = listed.try_next().await.map_err(unavailable)? {
        collected.objects += 1;
        let Some(name) = name_of(&object.location) else { continue };
        found.entry(name).or_default().push(object);
    }
    found.retain(|_, objects| objects.iter().all(|object| object.last_modified.timestamp_micros() < oldest));
    Ok(found)
}

/// Takes out of the candidates what a record names, and notes the table versions in use.
async fn keep_referred(
    scope: &Scope,
    tables: &mut Candidates,
    others: &mut Candidates,
    in_use: &mut BTreeSet<String>,
) -> Result<()> {
    for kind in REFERRING {
        let mut query = Query::all(kind);
        loop {
            let page = scope.meta.query(&query).await?;
            for record in page.records.iter().filter(|record| !is_ended_job(record.key.kind, &record.body)) {
                for_each_text(&record.body, &mut |text| {
                    tables.remove(text);
                    others.remove(text);
                });
                in_use.extend(tables_of(&record.body).map(|table| table.id));
            }
            match page.cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => break,
            }
        }
    }
    Ok(())
}

/// The tables that a record points to.
pub(crate) fn tables_of(body: &Value) -> impl Iterator<Item = TableVersion> {
    let places = ["/table", "/applied/before", "/applied/after"];
    places.into_iter().filter_map(|place| TableVersion::deserialize(body.pointer(place)?).ok())
}

/// An upload or typed-in rows are of no use to a job that has ended.
fn is_ended_job(kind: Kind, body: &Value) -> bool {
    kind == Job::KIND && !matches!(body["status"].as_str(), Some("not_started" | "started"))
}

fn for_each_text(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter().for_each(|item| for_each_text(item, visit)),
        Value::Object(fields) => fields.values().for_each(|field| for_each_text(field, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Takes out of the candidates the versions whose parts a table in use is made of. Reads nothing
/// when there is no candidate.
async fn keep_parts(scope: &Scope, tables: &mut Candidates, in_use: &BTreeSet<String>) -> Result<()> {
    for version in in_use {
        if tables.is_empty() {
            break;
        }
        match scope.tables.summary::<Summary>(version).await {
            Ok(summary) => {
                for part in summary.parts {
                    tables.remove(part.name.split('/').next().unwrap_or_default());
                }
            }
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn remove(scope: &Scope, object: &ObjectMeta) -> Result<()> {
    match scope.objects.delete(&object.location).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(unavailable(error)),
    }
}
