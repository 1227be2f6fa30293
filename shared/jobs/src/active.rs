//! The records that hold an entity to one active job: `active/<kind>/<id>`, with the job's id. Those of jobs that stand in
//! the line of a notebook belong to it.

use serde_json::json;
use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::job::Job;
use skydash_domain::notebook::Notebook;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{JobId, NotebookId, Result};
use skydash_ports::{Damaged, Entity, Expect, Key, Kind, Query, Record, Scope, Transaction, Write};

/// The kind of these records.
pub const ACTIVE: Kind = "active";

/// One of them, as read.
pub struct Active {
    /// Its key.
    pub key: Key,
    /// The version read.
    pub version: u64,
    /// The job that is active.
    pub job_id: JobId,
    /// Whether others in its line wait for it.
    pub holds_line: bool,
}

impl Active {
    /// What a record says.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(record: &Record) -> Result<Self, Damaged> {
        let job_id = record.body["job_id"].as_str().and_then(|text| text.parse().ok());
        let job_id = job_id.ok_or_else(|| Damaged::new(&record.key, "it names no job"))?;
        let holds_line = record.body["holds_line"] == true;
        Ok(Self { key: record.key.clone(), version: record.version, job_id, holds_line })
    }
}

/// The key for an entity of this kind and id.
pub fn key((kind, id): (Kind, i64)) -> Key {
    Key::new(ACTIVE, format!("{kind}/{id}"))
}

/// The record of an entity, if a job is active for it.
pub async fn find(scope: &Scope, entity: (Kind, i64)) -> Result<Option<Active>> {
    let record = scope.meta.get(&key(entity)).await?;
    record.as_ref().map(Active::read).transpose().map_err(Damaged::asked_for)
}

/// A page of them, oldest job first, and the cursor of the next.
pub async fn page(scope: &Scope, cursor: Option<String>) -> Result<(Vec<Active>, Option<String>)> {
    read(scope, Query { cursor, ..Query::all(ACTIVE).limit(100) }).await
}

async fn read(scope: &Scope, query: Query) -> Result<(Vec<Active>, Option<String>)> {
    let page = scope.meta.query(&query).await?;
    page.damaged.iter().for_each(Damaged::pass_over);
    let passed_over = |damaged: Damaged| damaged.pass_over();
    Ok((page.records.iter().filter_map(|record| Active::read(record).map_err(passed_over).ok()).collect(), page.cursor))
}

/// The ids of the jobs that are active now, the newest first. Fewer bytes a job than what is known of it.
pub async fn ids(scope: &Scope) -> Result<Vec<JobId>> {
    let (mut query, mut found) = (Query::all(ACTIVE).descending(), Vec::new());
    loop {
        let (more, cursor) = read(scope, query.clone()).await?;
        found.extend(more.into_iter().map(|active| active.job_id));
        match cursor {
            Some(_) => query.cursor = cursor,
            None => return Ok(found),
        }
    }
}

/// Every job that is active now, oldest first.
pub async fn all(scope: &Scope) -> Result<Vec<Active>> {
    collect(scope, Query::all(ACTIVE)).await
}

/// The active jobs in the line of a notebook, in order.
pub async fn in_line(scope: &Scope, notebook: NotebookId) -> Result<Vec<Active>> {
    collect(scope, Query::children(ACTIVE, Key::new(Notebook::KIND, notebook))).await
}

async fn collect(scope: &Scope, mut query: Query) -> Result<Vec<Active>> {
    let mut found = Vec::new();
    loop {
        let (more, cursor) = read(scope, query.clone()).await?;
        found.extend(more);
        match cursor {
            Some(_) => query.cursor = cursor,
            None => return Ok(found),
        }
    }
}

/// Adds the record of a new job to the transaction that writes it, in place of what was found.
pub fn put(transaction: Transaction, job: &Job, found: Option<&Active>) -> Transaction {
    let mut body = json!({ "job_id": job.id });
    if job.task.holds_line() {
        body["holds_line"] = true.into();
    }
    let parent = job.task.line().map(|notebook| Key::new(Notebook::KIND, notebook));
    let record = Record { key: key(job.task.entity()), version: 0, parent, order: job.enqueued_at.0, body };
    let expect = found.map_or(Expect::Absent, |found| Expect::Version(found.version));
    transaction.write(Write::Put(record, expect), None)
}

/// Removes a record whose job has ended or is gone. It may have been removed since, and another job of the same entity may
/// have its own in its place, at the same version. But then the entity has changed, which is read first and checked last.
pub async fn repair(scope: &Scope, stale: &Active) -> Result<()> {
    let Some(entity) = entity_of(&stale.key) else { return Ok(()) };
    let expected = scope.meta.get(&entity).await?.map_or(Expect::Absent, |record| Expect::Version(record.version));
    let found = scope.meta.get(&stale.key).await?;
    let found = found.as_ref().map(Active::read).transpose().map_err(Damaged::asked_for)?;
    if let Some(found) = found.filter(|found| found.job_id == stale.job_id) {
        let transaction = Transaction::new()
            .write(Write::Delete(found.key, Expect::Version(found.version)), None)
            .write(Write::Check(entity, expected), None);
        let _ = transaction.try_commit(&*scope.meta).await?;
    }
    Ok(())
}

/// The key of the entity that a record is about.
fn entity_of(key: &Key) -> Option<Key> {
    const KINDS: [Kind; 5] = [Dataset::KIND, Explorer::KIND, Converter::KIND, Run::KIND, Prediction::KIND];
    let (kind, id) = key.id.split_once('/')?;
    Some(Key::new(KINDS.into_iter().find(|known| *known == kind)?, id))
}

/// Adds its removal to the transaction that ends the job.
pub fn delete(transaction: Transaction, job: &Job) -> Transaction {
    transaction.write(Write::Delete(key(job.task.entity()), Expect::Anything), None)
}
