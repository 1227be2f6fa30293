//! `/job`: asking for work that outlives a request, and how it gets on.

mod receive;
mod request;
mod wire;

#[cfg(test)]
mod tests;

use crate::receive::Received;
use crate::wire::{
    Cancelled, ChangesAnswer, Details, Empty, JobFields, JobForm, JobRequest, JobRow, JobState, NoEntity, Since,
};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures::TryStreamExt;
use skydash_domain::job::Job;
use skydash_domain::{Error, JobId};
use skydash_http::error::Detail;
use skydash_http::list::{self, MAX_LIMIT, Part, PartQuery};
use skydash_http::reply::created;
use skydash_http::{ApiError, ApiResult, App, Function, Grant, PathText, Query, Router, Scoped};
use skydash_jobs::{self as jobs, JobSummary};
use skydash_ports::{Scope, Stored};
use std::convert::Infallible;
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "job",
        resources: vec![("/job", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::WriteObjects, Grant::SendJobs],
        memory_mb: 256,
    }
}

/// The operations of `/job`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_jobs, create_job, update_job))
        .routes(routes!(get_job_status))
        .routes(routes!(list_job_changes))
        .routes(routes!(get_queue_empty))
        .routes(routes!(delete_all_jobs))
        .routes(routes!(get_job, delete_job))
        .routes(routes!(get_job_details))
}

/// Puts a job into the queue and returns its id.
///
/// Takes a form or a JSON object. A file, for a DatasetJob, counts only with the header `filename`, which has its
/// percent-encoded name. While a job for the same entity waits or runs, its id is returned and nothing is added.
#[utoipa::path(post, path = "/", tag = "job",
    params(("filename" = Option<String>, Header, description = "Percent-encoded name of the file")),
    request_body(content((JobRequest = "application/json"), (JobForm = "multipart/form-data"),
        (JobFields = "application/x-www-form-urlencoded"))),
    responses(
        (status = 201, body = wire::JobCreated),
        (status = 400, description = "Malformed multipart", body = Detail),
        (status = 404, description = "Nothing there to work on", body = Detail),
        (status = 409, description = "Model sessions depend on the rows of the dataset", body = Detail),
        (status = 422, description = "No such job, or kwargs it cannot use", body = Detail),
    ))]
async fn create_job(
    State(app): State<App>,
    Scoped(scope): Scoped,
    request: Request,
) -> ApiResult<(StatusCode, Json<wire::JobCreated>)> {
    let received = Received::read(request, &app, &scope).await?;
    let outcome = request::enqueue(&scope, &received).await;
    received.drop_unused_files(&scope, outcome.is_ok()).await?;
    Ok(created(wire::JobCreated { id: outcome?.to_string() }))
}

/// Lists jobs: those that wait or run, all of them and the newest first, then those that have ended, the latest end first.
///
/// `limit` counts those that have ended, and is 1000 unless given. Only the first part has those that wait or run; the
/// parts that `Link` leads to go on with those that have ended.
#[utoipa::path(get, path = "/", tag = "job", params(PartQuery), responses(
    (status = 200, body = Vec<JobRow>),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_jobs(Scoped(scope): Scoped, mut part: Part) -> ApiResult<Response> {
    let limit = part.limit_or(MAX_LIMIT);
    let mut listing = jobs::list(&scope, limit, part.cursor()).await?;
    let next = listing.next.take();
    let rows = listing.jobs(scope).map_ok(JobRow::from);
    list::rows(&part, next.as_deref(), rows).await
}

/// Exists for completeness: jobs cannot be changed.
#[utoipa::path(patch, path = "/", tag = "job", responses((status = 501, body = Detail)))]
async fn update_job() -> ApiResult<Infallible> {
    Err(ApiError::not_implemented())
}

/// Says how a job gets on.
#[utoipa::path(get, path = "/status/{job_id}", tag = "job", params(("job_id" = String, Path)),
    responses((status = 200, body = JobState), (status = 404, body = Detail)))]
async fn get_job_status(scope: Scoped, PathText(id): PathText) -> ApiResult<Json<JobState>> {
    let job = find(&scope, &id).await?.ok_or_else(|| Error::not_found(format!("No job with id={id}")))?;
    Ok(Json(job.into()))
}

/// Lists the jobs that changed since an earlier answer's cursor, a thousand at once; without one, the thousand that
/// changed last.
#[utoipa::path(get, path = "/changes", tag = "job", params(Since), responses((status = 200, body = ChangesAnswer)))]
async fn list_job_changes(scope: Scoped, Query(query): Query<Since>) -> ApiResult<Json<ChangesAnswer>> {
    Ok(Json(jobs::changes(&scope, query.cursor().as_ref()).await?.into()))
}

/// Says whether no job waits or runs.
#[utoipa::path(get, path = "/is_empty", tag = "job", responses((status = 200, body = Empty)))]
async fn get_queue_empty(scope: Scoped) -> ApiResult<Json<Empty>> {
    Ok(Json(Empty { is_empty: jobs::is_empty(&scope).await? }))
}

/// Returns one job.
#[utoipa::path(get, path = "/{job_id}", tag = "job", params(("job_id" = String, Path)),
    responses((status = 200, body = JobRow), (status = 404, body = Detail)))]
async fn get_job(scope: Scoped, PathText(id): PathText) -> ApiResult<Json<JobRow>> {
    let job = find(&scope, &id).await?.ok_or_else(|| Error::not_found(jobs::NOT_FOUND))?;
    Ok(Json(JobSummary::from(job).into()))
}

/// Returns what a job works on, and how it gets on.
#[utoipa::path(get, path = "/{job_id}/details", tag = "job", params(("job_id" = String, Path)),
    responses((status = 200, body = Details)))]
async fn get_job_details(scope: Scoped, PathText(id): PathText) -> ApiResult<Json<Details>> {
    let none = || Details::None(NoEntity { id: id.clone(), no_entity: true });
    let Some(job) = find(&scope, &id).await? else { return Ok(Json(none())) };
    Ok(Json(Details::of(&scope, job).await?.unwrap_or_else(none)))
}

/// Cancels a job that waits, stops one that runs, and forgets one that has ended.
#[utoipa::path(delete, path = "/{job_id}", tag = "job", params(("job_id" = String, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
async fn delete_job(scope: Scoped, PathText(id): PathText) -> ApiResult<StatusCode> {
    let id: JobId = id.parse().map_err(|_| Error::not_found(jobs::NOT_FOUND))?;
    jobs::cancel(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cancels every job that waits or runs.
#[utoipa::path(delete, path = "/all", tag = "job", responses((status = 200, body = Cancelled)))]
async fn delete_all_jobs(scope: Scoped) -> ApiResult<Json<Cancelled>> {
    Ok(Json(Cancelled { cancelled: jobs::cancel_all(&scope).await? }))
}

/// The job whose id this text is.
async fn find(scope: &Scope, id: &str) -> skydash_domain::Result<Option<Job>> {
    let Ok(id) = id.parse::<JobId>() else { return Ok(None) };
    let stored: Option<Stored<Job>> = scope.meta.find(id).await?;
    Ok(stored.map(|stored| stored.entity))
}
