//! Whether a store is whole: what `skydash check` reports.

use crate::active;
use crate::garbage::tables_of;
use crate::subject::Subject;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde_json::Value;
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::{Job, Task};
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result, Status, Tenant};
use skydash_ports::entity::{UNIQUE, unique_key};
use skydash_ports::objects::unavailable;
use skydash_ports::{Key, Kind, Query, Record, Scope, Stored};
use std::collections::BTreeSet;

/// Kinds whose records have a name reserved for them.
const NAMED: &[Kind] = &["folder", "dataset", "session"];

/// Every kind of entity.
const ENTITIES: &[Kind] = &["folder", "dataset", "notebook", "explorer", "converter", "session", "run", "prediction"];

/// Goes through every tenant's records and the objects they refer to, and gives a sentence for
/// everything that does not fit together; none when the store is whole.
///
/// Meant for a store that nobody is changing meanwhile.
pub async fn check(scope: &Scope) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for tenant in scope.of_all_tenants().await? {
        findings.extend(check_tenant(&tenant).await?);
    }
    Ok(findings)
}

async fn check_tenant(scope: &Scope) -> Result<Vec<String>> {
    let mut check = Check { scope, findings: Vec::new(), tables: BTreeSet::new() };
    for kind in ENTITIES {
        for record in records(scope, kind).await? {
            check.entity(&record).await?;
        }
    }
    for record in records(scope, UNIQUE).await? {
        check.reserved_name(&record).await?;
    }
    check.jobs().await?;
    Ok(check.findings)
}

async fn records(scope: &Scope, kind: Kind) -> Result<Vec<Record>> {
    let (mut query, mut found) = (Query::all(kind), Vec::new());
    loop {
        let page = scope.meta.query(&query).await?;
        found.extend(page.records);
        match page.cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Ok(found),
        }
    }
}

/// The artifacts that a record points to.
fn artifacts_of(body: &Value) -> impl Iterator<Item = &str> {
    let places = ["/model_key", "/splits_key", "/results_key", "/applied/fitted_key"];
    let overrides = body["overrides"].as_object().into_iter().flat_map(|overrides| overrides.values());
    places.into_iter().filter_map(|place| body.pointer(place)).chain(overrides).filter_map(Value::as_str)
}

struct Check<'a> {
    scope: &'a Scope,
    findings: Vec<String>,
    tables: BTreeSet<String>,
}

impl Check<'_> {
    fn find(&mut self, key: &Key, what: impl std::fmt::Display) {
        let tenant = &self.scope.tenant;
        let whose = if *tenant == Tenant::default() { String::new() } else { format!("{tenant}/") };
        self.findings.push(format!("{whose}{key}: {what}"));
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
            self.object(&record.key, "artifacts", name, None).await?;
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
                self.object(key, "tables", &part.name, Some(part.size_bytes)).await?;
            }
        }
        Ok(())
    }

    async fn object(&mut self, key: &Key, area: &str, name: &str, size: Option<u64>) -> Result<()> {
        let path = Path::from(format!("{}/{area}/{name}", self.scope.tenant));
        match self.scope.objects.head(&path).await {
            Ok(found) => {
                if let Some(size) = size.filter(|size| *size != found.size) {
                    self.find(key, format!("{area}/{name} has {} bytes, not {size}", found.size));
                }
            }
            Err(object_store::Error::NotFound { .. }) => self.find(key, format!("{area}/{name} does not exist")),
            Err(error) => return Err(unavailable(error)),
        }
        Ok(())
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
        let jobs: Vec<Stored<Job>> = self.scope.meta.list().await?;
        let mut active: BTreeSet<_> =
            active::all(self.scope).await?.into_iter().map(|it| (it.key, it.job_id)).collect();
        for job in jobs.iter().filter(|job| !job.status.is_terminal()) {
            let key = Key::new("job", job.id);
            if !active.remove(&(active::key(job.task.entity()), job.id)) {
                self.find(&key, "it waits or runs, and is not noted as active");
            }
            self.subject(&key, job).await?;
            if let Task::Dataset { upload: Some(upload), .. } = &job.task {
                self.object(&key, "uploads", &upload.key, Some(upload.size_bytes)).await?;
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
