//! Removing objects that nothing refers to any more.

#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use crate::stop_each;
use crate::tenants::Round;
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use serde_json::Value;
use skydash_domain::job::Job;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};
use skydash_ports::cascade::Removed;
use skydash_ports::identity;
use skydash_ports::objects::unavailable;
use skydash_ports::references::tables_of;
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

/// Objects by the name that records use: a table's version, an artifact's or upload's own name.
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
    let mut unnamed = Unnamed::list(scope).await?;
    collected.objects += unnamed.count();
    let is_old = |objects: &[ObjectMeta]| objects.iter().all(|object| object.last_modified.timestamp_micros() < oldest);
    if !unnamed.groups().any(|objects| is_old(objects)) {
        return Ok(());
    }
    let confirmed = identity::confirm(scope, unnamed.keep_used(scope).await?).await?;
    let garbage: Vec<_> = unnamed.groups().filter(|objects| is_old(objects)).flatten().cloned().collect();
    if !garbage.is_empty() && !confirmed {
        tracing::warn!(
            tenant = %scope.tenant,
            "no record refers to these objects, which may be because records were lost: nothing is removed"
        );
        return Ok(());
    }
    for object in garbage.iter().take(most) {
        remove(scope, object).await?;
        collected.removed += 1;
        collected.removed_bytes += object.size;
    }
    Ok(())
}

/// How many objects no record refers to, of whatever age.
pub async fn unreferred(scope: &Scope) -> Result<usize> {
    let mut count = 0;
    for tenant in scope.of_all_tenants().await? {
        let mut unnamed = Unnamed::list(&tenant).await?;
        unnamed.keep_used(&tenant).await?;
        count += unnamed.count();
    }
    Ok(count)
}

/// Stops the jobs of deleted entities. Where room is scarce, also removes the objects that only these entities pointed to:
/// at once, because whoever would point to them now needs one of the entities to do so.
///
/// # Errors
/// When a job cannot be stopped. Objects that cannot be removed are left to [`collect_garbage`].
pub async fn clear_up(scope: &Scope, removed: &Removed) -> Result<()> {
    stop_each(scope, &removed.jobs).await?;
    if scope.frees_at_once
        && let Err(error) = free(scope, removed).await
    {
        tracing::warn!(%error, "objects of what was deleted are left to the sweeper");
    }
    Ok(())
}

async fn free(scope: &Scope, removed: &Removed) -> Result<()> {
    let mut unnamed = Unnamed::default();
    let mut versions: Vec<String> = removed.tables.iter().cloned().collect();
    while let Some(version) = versions.pop() {
        let objects = at(scope, "tables", &version).await?;
        if objects.is_empty() || unnamed.tables.insert(version.clone(), objects).is_some() {
            continue;
        }
        let parts = match made_of(scope, &version).await {
            // What it was made of is left to the sweeper.
            Err(Error::Damaged(_)) => Vec::new(),
            parts => parts?,
        };
        versions.extend(parts.into_iter().filter(|part| !unnamed.tables.contains_key(part)));
    }
    for name in &removed.artifacts {
        unnamed.others.insert(name.clone(), at(scope, "artifacts", name).await?);
    }
    unnamed.keep_used(scope).await?;
    for object in unnamed.groups().flatten() {
        remove(scope, object).await?;
    }
    Ok(())
}

/// The objects of a name: one, or those below it.
async fn at(scope: &Scope, area: &str, name: &str) -> Result<Vec<ObjectMeta>> {
    let path = Path::from(format!("{}/{area}/{name}", scope.tenant));
    match scope.objects.head(&path).await {
        Ok(object) => return Ok(vec![object]),
        Err(object_store::Error::NotFound { .. }) => {}
        Err(error) => return Err(unavailable(error)),
    }
    scope.objects.list(Some(&path)).try_collect().await.map_err(unavailable)
}

/// Objects of which no record is known yet.
#[derive(Default)]
struct Unnamed {
    tables: Candidates,
    others: Candidates,
}

impl Unnamed {
    async fn list(scope: &Scope) -> Result<Self> {
        let (tables, mut others) = (listed(scope, "tables").await?, listed(scope, "artifacts").await?);
        others.extend(listed(scope, "uploads").await?);
        Ok(Self { tables, others })
    }

    fn groups(&self) -> impl Iterator<Item = &Vec<ObjectMeta>> {
        self.tables.values().chain(self.others.values())
    }

    fn count(&self) -> usize {
        self.groups().map(Vec::len).sum()
    }

    /// Takes out what records name, and the tables whose parts tables in use are made of. Tells whether records name any.
    async fn keep_used(&mut self, scope: &Scope) -> Result<bool> {
        let (all, mut in_use) = (self.count(), BTreeSet::new());
        for _pass in 0..2 {
            keep_referred(scope, &mut self.tables, &mut self.others, &mut in_use).await?;
        }
        let named = self.count() < all;
        keep_parts(scope, &mut self.tables, &in_use).await?;
        Ok(named)
    }
}

/// The first part of an object's path below its area.
fn name_of(location: &Path) -> Option<String> {
    location.parts().nth(2).map(|part| part.as_ref().to_owned())
}

async fn listed(scope: &Scope, area: &str) -> Result<Candidates> {
    let prefix = Path::from(format!("{}/{area}", scope.tenant));
    let mut listed = scope.objects.list(Some(&prefix));
    let mut found = Candidates::new();
    while let Some(object) = listed.try_next().await.map_err(unavailable)? {
        let Some(name) = name_of(&object.location) else { continue };
        found.entry(name).or_default().push(object);
    }
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
            if let Some(damaged) = page.damaged.into_iter().next() {
                // Nobody knows what it refers to.
                return Err(damaged.asked_for());
            }
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
/// when there is no candidate. Where a table in use has no summary, nobody can tell, and all are kept.
async fn keep_parts(scope: &Scope, tables: &mut Candidates, in_use: &BTreeSet<String>) -> Result<()> {
    for version in in_use {
        if tables.is_empty() {
            break;
        }
        let parts = made_of(scope, version).await?;
        if parts.is_empty() {
            tracing::warn!(table = version, "a table in use has no summary: no table is removed");
            tables.clear();
        }
        for part in parts {
            tables.remove(&part);
        }
    }
    Ok(())
}

/// The versions that a table's summary and parts are of: itself, and those whose parts it has. None when it has no summary.
async fn made_of(scope: &Scope, version: &str) -> Result<Vec<String>> {
    match scope.tables.summary::<Summary>(version).await {
        Ok(summary) => {
            let parts = summary.parts.iter().filter_map(|part| part.name.split('/').next());
            Ok(parts.chain([version]).map(ToOwned::to_owned).collect())
        }
        Err(Error::NotFound(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

async fn remove(scope: &Scope, object: &ObjectMeta) -> Result<()> {
    match scope.objects.delete(&object.location).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(unavailable(error)),
    }
}
