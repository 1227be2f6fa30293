//! Whether a store is whole: what `skydash check` reports.

use crate::active::{self, ACTIVE, Active};
use crate::subject::Subject;
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde_json::Value;
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::{Job, Task};
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result, Status, Tenant};
use skydash_ports::entity::{UNIQUE, examine, unique_key};
use skydash_ports::hash::{Hasher, in_name};
use skydash_ports::identity::{self, Pair};
use skydash_ports::objects::unavailable;
use skydash_ports::references::{artifacts_of, tables_of};
use skydash_ports::{Damaged, Entity, Key, Kind, Query, Record, Scope, Stored};
use std::collections::BTreeSet;

/// Kinds whose records have a name reserved for them.
const NAMED: &[Kind] = &["folder", "dataset", "session"];

/// Every kind of entity.
const ENTITIES: &[Kind] = &["folder", "dataset", "notebook", "explorer", "converter", "session", "run", "prediction"];

/// What a check saw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// A sentence for everything that does not fit together.
    pub findings: Vec<String>,
    /// How many objects were read and are what was written, or are named by a finding.
    pub read: usize,
    /// How many objects have no hash that tells what was written.
    pub unhashed: usize,
}

/// Goes through every tenant's records and the objects they refer to, and gives a sentence for
/// everything that does not fit together; none when the store is whole.
///
/// Meant for a store that nobody is changing meanwhile.
pub async fn check(scope: &Scope) -> Result<Vec<String>> {
    Ok(go_through(scope, false).await?.findings)
}

/// Checks as [`check`] does, and reads every object that a record refers to, to see whether it is what was written.
pub async fn check_content(scope: &Scope) -> Result<Report> {
    go_through(scope, true).await
}

async fn go_through(scope: &Scope, deep: bool) -> Result<Report> {
    let mut report = Report::default();
    for tenant in scope.of_all_tenants().await? {
        let mut check = Check { scope: &tenant, deep, report, tables: BTreeSet::new(), seen: BTreeSet::new() };
        check.tenant().await?;
        report = check.report;
    }
    Ok(report)
}

struct Check<'a> {
    scope: &'a Scope,
    /// Whether to read objects.
    deep: bool,
    report: Report,
    tables: BTreeSet<String>,
    /// The objects that were read.
    seen: BTreeSet<Path>,
}

impl Check<'_> {
    fn find(&mut self, key: &Key, what: impl std::fmt::Display) {
        let tenant = &self.scope.tenant;
        let whose = if *tenant == Tenant::default() { String::new() } else { format!("{tenant}/") };
        self.report.findings.push(format!("{whose}{key}: {what}"));
    }

    async fn tenant(&mut self) -> Result<()> {
        if identity::compare(self.scope).await? == Pair::Torn {
            let (key, path) = (Key::new("store", "identity"), identity::path(self.scope));
            self.find(
                &key,
                format!("it does not say the same as {path}: records were lost, or objects are another store's"),
            );
        }
        for kind in ENTITIES {
            for record in self.records(kind).await? {
                self.entity(&record).await?;
            }
        }
        for record in self.records(UNIQUE).await? {
            self.reserved_name(&record).await?;
        }
        self.jobs().await
    }

    /// The records of a kind that can be read.
    async fn records(&mut self, kind: Kind) -> Result<Vec<Record>> {
        let (mut query, mut found) = (Query::all(kind), Vec::new());
        loop {
            let page = self.scope.meta.query(&query).await?;
            page.damaged.iter().for_each(|damaged| self.damaged(damaged));
            for record in page.records {
                match examine(&record) {
                    Ok(()) => found.push(record),
                    Err(damaged) => self.damaged(&damaged),
                }
            }
            match page.cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => return Ok(found),
            }
        }
    }

    fn damaged(&mut self, damaged: &Damaged) {
        self.find(&damaged.key, format!("it is damaged and cannot be read: {}", damaged.why));
    }

    async fn entity(&mut self, record: &Record) -> Result<()> {
        if let Some(parent) = &record.parent
            && self.scope.meta.get(parent).await?.is_none()
        {
            self.find(&record.key, format!("it belongs to {parent}, which does not exist"));
        }
        if NAMED.contains(&record.key.kind) {
            self.own_name(record).await?;
        }
        for table in tables_of(&record.body) {
            self.table(&record.key, &table).await?;
        }
        for name in artifacts_of(&record.body) {
            self.object(&record.key, "artifacts", name, None, in_name(name)).await?;
        }
        self.activity(record).await
    }

    async fn own_name(&mut self, record: &Record) -> Result<()> {
        let name = record.body["name"].as_str().unwrap_or_default();
        let reserved = self.scope.meta.get(&unique_key(record.key.kind, name)).await?;
        let owner = reserved.as_ref().and_then(|reserved| reserved.body["owner"].as_str());
        if owner != Some(&record.key.to_string()) {
            self.find(&record.key, format!("its name {name:?} is not reserved for it"));
        }
        Ok(())
    }

    async fn reserved_name(&mut self, record: &Record) -> Result<()> {
        let owner = record.body["owner"].as_str().unwrap_or_default();
        let (kind, id) = owner.split_once('/').unwrap_or_default();
        let found = match ENTITIES.iter().find(|known| **known == kind) {
            Some(kind) => self.scope.meta.get(&Key::new(kind, id)).await?,
            None => None,
        };
        let named = |owner: &Record| {
            let name = owner.body["name"].as_str().unwrap_or_default();
            unique_key(owner.key.kind, name) == record.key
        };
        match found {
            None => self.find(&record.key, format!("the name is reserved for {owner:?}, which does not exist")),
            Some(found) if !named(&found) => {
                self.find(&record.key, format!("the name is reserved for {owner}, which has another"));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// A table's summary agrees with the record, and its parts exist with their sizes.
    async fn table(&mut self, key: &Key, table: &TableVersion) -> Result<()> {
        let summary: Summary = match self.scope.tables.summary(&table.id).await {
            Ok(summary) => summary,
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                self.find(key, format!("the summary of table {}: {error}", table.id));
                return Ok(());
            }
        };
        let size = (summary.rows, summary.columns.len() as u64);
        if size != (table.rows, table.columns) {
            self.find(
                key,
                format!(
                    "table {} is said to be {} x {}, and is {} x {}",
                    table.id, table.rows, table.columns, size.0, size.1
                ),
            );
        }
        let rows: u64 = summary.parts.iter().map(|part| part.rows).sum();
        if rows != summary.rows {
            self.find(key, format!("the parts of table {} have {rows} rows, not {}", table.id, summary.rows));
        }
        if self.tables.insert(table.id.clone()) {
            for part in &summary.parts {
                self.object(key, "tables", &part.name, Some(part.size_bytes), in_name(&part.name)).await?;
            }
            let name = format!("{}/summary.json", table.id);
            self.object(key, "tables", &name, None, table.hash.as_deref()).await?;
        }
        Ok(())
    }

    async fn object(&mut self, key: &Key, area: &str, name: &str, size: Option<u64>, hash: Option<&str>) -> Result<()> {
        let path = Path::from(format!("{}/{area}/{name}", self.scope.tenant));
        match self.scope.objects.head(&path).await {
            Ok(found) => match size.filter(|size| *size != found.size) {
                Some(size) => self.find(key, format!("{area}/{name} has {} bytes, not {size}", found.size)),
                None if self.deep => self.content(key, path, &format!("{area}/{name}"), hash).await,
                None => {}
            },
            Err(object_store::Error::NotFound { .. }) => self.find(key, format!("{area}/{name} does not exist")),
            Err(error) => return Err(unavailable(error)),
        }
        Ok(())
    }

    /// Reads an object, once, and compares it with its hash.
    async fn content(&mut self, key: &Key, path: Path, name: &str, hash: Option<&str>) {
        if !self.seen.insert(path.clone()) {
            return;
        }
        match (self.hash(&path).await, hash) {
            (Err(error), _) => self.find(key, format!("{name} cannot be read: {error}")),
            (Ok(found), Some(hash)) if found != hash => {
                self.find(key, format!("{name} is not what was written: its hash is {found}, not {hash}"));
            }
            (Ok(_), None) => self.report.unhashed += 1,
            (Ok(_), Some(_)) => {}
        }
        self.report.read += 1;
    }

    async fn hash(&self, path: &Path) -> object_store::Result<String> {
        let mut chunks = self.scope.objects.get(path).await?.into_stream();
        let mut hasher = Hasher::default();
        while let Some(chunk) = chunks.try_next().await? {
            hasher.add(&chunk);
        }
        Ok(hasher.finish())
    }

    /// An entity that waits for a job has one, and the job is active for it.
    async fn activity(&mut self, record: &Record) -> Result<()> {
        let status = serde_json::from_value::<Status>(record.body["status"].clone());
        if !status.is_ok_and(Status::is_active) {
            return Ok(());
        }
        let Ok(id) = record.key.id.parse() else { return Ok(()) };
        let active = active::find(self.scope, (record.key.kind, id)).await?;
        let job_id = active.map(|active| Value::from(active.job_id.to_string()));
        if job_id.as_ref() != Some(&record.body["job_id"]) {
            self.find(&record.key, "it waits for a job, and no job is active for it");
        }
        Ok(())
    }

    /// Jobs that wait or run are noted as active, and what is noted as active waits or runs.
    async fn jobs(&mut self) -> Result<()> {
        self.records(Job::KIND).await?;
        let jobs: Vec<Stored<Job>> = self.scope.meta.list().await?;
        let mut active = BTreeSet::new();
        for record in self.records(ACTIVE).await? {
            match Active::read(&record) {
                Ok(found) => drop(active.insert((found.key, found.job_id))),
                Err(damaged) => self.damaged(&damaged),
            }
        }
        for job in jobs.iter().filter(|job| !job.status.is_terminal()) {
            let key = Key::new("job", job.id);
            if !active.remove(&(active::key(job.task.entity()), job.id)) {
                self.find(&key, "it waits or runs, and is not noted as active");
            }
            self.subject(&key, job).await?;
            if let Task::Dataset { upload: Some(upload), .. } = &job.task {
                self.object(&key, "uploads", &upload.key, Some(upload.size_bytes), upload.hash.as_deref()).await?;
            }
        }
        for (key, job) in active {
            self.find(&key, format!("it names job {job}, which has ended or does not exist"));
        }
        Ok(())
    }

    /// The entity of an active job waits for it, unless it has been deleted.
    async fn subject(&mut self, key: &Key, job: &Job) -> Result<()> {
        if let Some(subject) = Subject::find(self.scope, &job.task).await?
            && !(subject.job_id() == Some(job.id) && subject.status().is_active())
        {
            let (kind, id) = job.task.entity();
            self.find(key, format!("it is active for {kind}/{id}, which does not wait for it"));
        }
        Ok(())
    }
}
