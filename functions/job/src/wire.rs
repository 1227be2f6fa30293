//! What clients send and receive.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_domain::Result;
use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::job::{Job, Task};
use skydash_domain::run::Run;
use skydash_http::time;
use skydash_jobs::{Changes, Cursor, JobSummary};
use skydash_ports::{Scope, Stored};
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// A job to be put into the queue.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a body that is read leniently")]
pub(crate) struct JobRequest {
    #[schema(value_type = JobType)]
    job_type: String,
    /// What to work on and how: `dataset_id`, `explorer_id`, `converter_id`, `run_id` or `prediction_id`, ...
    #[schema(value_type = Object)]
    kwargs: Map<String, Value>,
}

/// What sort of job it is.
pub(crate) struct JobType;

impl PartialSchema for JobType {
    fn schema() -> RefOr<Schema> {
        let names = skydash_catalog::jobs::ALL.iter().map(|job| job.name);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(names))
            .description(Some("What sort of job it is."))
            .into()
    }
}

impl ToSchema for JobType {
    fn name() -> Cow<'static, str> {
        "JobType".into()
    }
}

/// A job to be put into the queue, as fields of a form.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read leniently")]
pub(crate) struct JobFields {
    #[schema(value_type = JobType)]
    job_type: String,
    /// What to work on and how, as JSON text.
    kwargs: String,
}

/// A job to be put into the queue, with a file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read as a stream")]
pub(crate) struct JobForm {
    #[schema(value_type = JobType)]
    job_type: String,
    /// What to work on and how, as JSON text.
    kwargs: String,
    /// The table to load.
    #[schema(value_type = String, format = Binary, required = false)]
    file: Option<Vec<u8>>,
}

/// A job that waits now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobCreated {
    pub(crate) id: String,
}

/// A job as the queue lists it. Times are UTC.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobRow {
    id: String,
    #[schema(value_type = JobType)]
    task_type: &'static str,
    job_name: String,
    enqueued_at: String,
    /// not_started, started, finished, error, cancelled or killed.
    status: &'static str,
    last_update: String,
    error_msg: Option<String>,
    /// 0 to 100.
    progress: Option<f64>,
    progress_message: Option<String>,
}

impl From<JobSummary> for JobRow {
    fn from(job: JobSummary) -> Self {
        Self {
            id: job.id.to_string(),
            task_type: job.task_type,
            job_name: job.name,
            enqueued_at: time::job_seconds(job.enqueued_at),
            status: job.status.word(),
            last_update: time::job(job.updated_at),
            error_msg: job.error,
            progress: job.progress,
            progress_message: job.progress_message,
        }
    }
}

/// How a job gets on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobState {
    /// not_started, started, finished, error, cancelled or killed.
    status: &'static str,
    updated: String,
    error: Option<String>,
    job_name: String,
    /// 0 to 100.
    progress: Option<f64>,
    progress_message: Option<String>,
}

impl From<Job> for JobState {
    fn from(job: Job) -> Self {
        Self {
            status: job.status.word(),
            updated: time::job(job.updated_at),
            error: job.error,
            job_name: job.name,
            progress: job.progress,
            progress_message: job.progress_message,
        }
    }
}

/// Since when to list changes.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Since {
    /// The cursor of an earlier answer, or a time such as `2026-11-23 17:56:50.430` (UTC). Anything else is the
    /// beginning of time.
    since: Option<String>,
}

impl Since {
    /// Where to go on; none for the beginning.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        let text = self.since.as_deref()?;
        text.parse().ok().or_else(|| time::parse_job(text).map(Cursor::at))
    }
}

/// The jobs that changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangesAnswer {
    jobs: Vec<JobRow>,
    /// To be sent back as `since`.
    cursor: String,
    server_now: String,
    queue_empty: bool,
    /// Whether a job ended within the last seconds, or there are more changes to tell: ask again.
    recently_completed: bool,
}

impl From<Changes> for ChangesAnswer {
    fn from(changes: Changes) -> Self {
        Self {
            jobs: changes.jobs.into_iter().map(JobRow::from).collect(),
            cursor: changes.cursor.to_string(),
            server_now: time::job(changes.now),
            queue_empty: changes.queue_empty,
            recently_completed: changes.recently_completed,
        }
    }
}

/// Whether the queue is empty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Empty {
    pub(crate) is_empty: bool,
}

/// How many jobs were cancelled.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cancelled {
    pub(crate) cancelled: usize,
}

/// What sort of entity a job works on.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EntityType {
    /// A dataset.
    Dataset,
    /// An explorer.
    Explorer,
    /// A converter.
    Converter,
    /// A run.
    TrainModel,
}

/// What a job works on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Details {
    /// An entity that has a page.
    Entity(EntityDetails),
    /// Nothing that has a page.
    None(NoEntity),
}

/// An entity that has a page, and how its job gets on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntityDetails {
    entity_type: EntityType,
    entity_id: i64,
    entity_name: String,
    created_at: String,
    last_modified: String,
    #[serde(flatten)]
    state: JobState,
}

/// A job that works on nothing that has a page, or that does not exist.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoEntity {
    pub(crate) id: String,
    /// Always true.
    pub(crate) no_entity: bool,
}

impl Details {
    /// The details of a job whose entity has a page and still exists.
    pub(crate) async fn of(scope: &Scope, job: Job) -> Result<Option<Self>> {
        let (_, entity_id) = job.task.entity();
        let found = match &job.task {
            Task::Dataset { dataset_id, .. } => {
                let found: Option<Stored<Dataset>> = scope.meta.find(dataset_id).await?;
                found.map(|Stored { entity, .. }| {
                    (EntityType::Dataset, entity.name, entity.created, entity.last_modified)
                })
            }
            Task::Explorer { explorer_id, .. } => {
                let found: Option<Stored<Explorer>> = scope.meta.find(explorer_id).await?;
                found.map(|Stored { entity, .. }| {
                    (EntityType::Explorer, entity.title().to_owned(), entity.created, entity.last_modified)
                })
            }
            Task::Converter { converter_id, .. } => {
                let found: Option<Stored<Converter>> = scope.meta.find(converter_id).await?;
                found.map(|Stored { entity, .. }| {
                    (EntityType::Converter, entity.converter, entity.created, entity.last_modified)
                })
            }
            Task::Model { run_id } => {
                let found: Option<Stored<Run>> = scope.meta.find(run_id).await?;
                found.map(|Stored { entity, .. }| {
                    (EntityType::TrainModel, entity.name, entity.created, entity.last_modified)
                })
            }
            Task::Predict { .. } => None,
        };
        Ok(found.map(|(entity_type, entity_name, created, modified)| {
            Self::Entity(EntityDetails {
                entity_type,
                entity_id,
                entity_name,
                created_at: time::local(created),
                last_modified: time::local(modified),
                state: job.into(),
            })
        }))
    }
}
