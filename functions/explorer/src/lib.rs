//! `/explorer`: looks at columns of a notebook's table, and their results.

mod change;
mod check;
mod results;
mod wire;

#[cfg(test)]
mod tests;

use crate::wire::{ExplorerChanges, Message, NewExplorer, NewFigure, ResultsRequest};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::ExplorerId;
use skydash_domain::explorer::Explorer;
use skydash_http::artifact::ArtifactAnswer;
use skydash_http::error::Detail;
use skydash_http::list::{self, Window, WindowQuery};
use skydash_http::reply::created;
use skydash_http::rows::ExplorerRow;
use skydash_http::{ApiResult, Body, Function, Grant, PathId, Router, Scoped};
use skydash_ports::{Stored, cascade};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "explorer",
        resources: vec![("/explorer", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::WriteObjects, Grant::SendJobs],
        memory_mb: 256,
    }
}

/// The operations of `/explorer`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_explorers, create_explorer))
        .routes(routes!(get_explorer, update_explorer, delete_explorer))
        .routes(routes!(get_explorer_results, override_explorer_result))
        .routes(routes!(restore_explorer_result))
}

/// Lists explorers of all notebooks, oldest first.
#[utoipa::path(get, path = "/", tag = "explorer", params(WindowQuery), responses(
    (status = 200, body = Vec<ExplorerRow>),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_explorers(scope: Scoped, Window(part): Window) -> ApiResult<Response> {
    list::all::<Explorer, ExplorerRow>(&scope, part).await
}

/// Creates an explorer and puts its job into the queue. Asking for the job once more does no harm.
#[utoipa::path(post, path = "/", tag = "explorer", request_body = NewExplorer, responses(
    (status = 201, body = ExplorerRow),
    (status = 400, description = "Parameters or columns that the explorer does not take", body = Detail),
    (status = 404, description = "No such explorer component, or no such notebook", body = Detail),
))]
async fn create_explorer(scope: Scoped, Body(new): Body<NewExplorer>) -> ApiResult<(StatusCode, Json<ExplorerRow>)> {
    Ok(created(change::create(&scope, new).await?.into()))
}

/// Returns one explorer.
#[utoipa::path(get, path = "/{explorer_id}", tag = "explorer", params(("explorer_id" = i64, Path)),
    responses((status = 200, body = ExplorerRow), (status = 404, body = Detail)))]
async fn get_explorer(scope: Scoped, PathId(id): PathId<ExplorerId>) -> ApiResult<Json<ExplorerRow>> {
    let explorer: Stored<Explorer> = scope.meta.load(id).await?;
    Ok(Json(explorer.entity.into()))
}

/// Gives an explorer other columns and parameters. The results stay until its next job.
#[utoipa::path(patch, path = "/{explorer_id}", tag = "explorer", params(("explorer_id" = i64, Path)),
    request_body = ExplorerChanges, responses(
        (status = 200, body = ExplorerRow),
        (status = 400, description = "Parameters that the explorer does not take", body = Detail),
        (status = 404, body = Detail),
    ))]
async fn update_explorer(
    scope: Scoped,
    PathId(id): PathId<ExplorerId>,
    Body(changes): Body<ExplorerChanges>,
) -> ApiResult<Json<ExplorerRow>> {
    Ok(Json(change::update(&scope, id, changes).await?.into()))
}

/// Deletes an explorer, and cancels its job.
#[utoipa::path(delete, path = "/{explorer_id}", tag = "explorer", params(("explorer_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
async fn delete_explorer(scope: Scoped, PathId(id): PathId<ExplorerId>) -> ApiResult<StatusCode> {
    let removed = cascade::remove_explorer(&*scope.meta, id).await?;
    skydash_jobs::clear_up(&scope, &removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the results of an explorer: artifacts, numbered over all of them.
#[utoipa::path(post, path = "/{explorer_id}/results", tag = "explorer", params(("explorer_id" = i64, Path)),
    request_body = ResultsRequest, responses(
        (status = 200, body = Vec<ArtifactAnswer>),
        (status = 400, description = "There are none yet", body = Detail),
        (status = 404, body = Detail),
    ))]
async fn get_explorer_results(
    scope: Scoped,
    PathId(id): PathId<ExplorerId>,
    _: Body<ResultsRequest>,
) -> ApiResult<Json<Vec<ArtifactAnswer>>> {
    Ok(Json(results::read(&scope, id).await?))
}

/// Puts a figure in place of one of the results.
#[utoipa::path(put, path = "/{explorer_id}/results", tag = "explorer", params(("explorer_id" = i64, Path)),
    request_body = NewFigure, responses(
        (status = 200, body = Message),
        (status = 404, body = Detail),
        (status = 422, description = "No figure, or too many of them", body = Detail),
    ))]
async fn override_explorer_result(
    scope: Scoped,
    PathId(id): PathId<ExplorerId>,
    Body(figure): Body<NewFigure>,
) -> ApiResult<Json<Message>> {
    results::put(&scope, id, figure).await?;
    Ok(Json(Message { message: "Explorer results updated successfully" }))
}

/// Takes back what was put in place of a result.
#[utoipa::path(delete, path = "/{explorer_id}/results/override/{index}", tag = "explorer",
    params(("explorer_id" = i64, Path), ("index" = i64, Path)),
    responses((status = 200, body = Message), (status = 404, body = Detail)))]
async fn restore_explorer_result(
    scope: Scoped,
    PathId(id): PathId<ExplorerId>,
    PathId(index): PathId<i64, 1>,
) -> ApiResult<Json<Message>> {
    results::restore(&scope, id, index).await?;
    Ok(Json(Message { message: "Explorer results restored successfully" }))
}
