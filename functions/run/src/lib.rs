//! `/run`: the models of a session, with their parameters, partitions and scores; and `/metrics`, their scores live.

mod change;
mod folds;
mod live;
mod plot;
mod rows;
mod wire;

#[cfg(test)]
mod tests;

use crate::change::Outcome;
use crate::folds::{FoldMetrics, FoldQuery};
use crate::live::{__path_stream_metrics, stream_metrics};
use crate::plot::RunPlot;
use crate::wire::{
    ChangedRun, DeletedCount, ListQuery, NewRun, OperationsCount, OperationsDeleted, RunChanges, RunRow, ScoreMaps,
    ScoredRun,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{Error, RunId};
use skydash_http::error::Detail;
use skydash_http::list::{Part, PartQuery};
use skydash_http::reply::{Patched, created};
use skydash_http::{ApiError, ApiResult, App, Body, Function, Grant, PathId, PathText, Query, Router, Scoped};
use skydash_ports::{Entity, Stored, cascade};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "run",
        resources: vec![("/run", router()), ("/metrics", metrics_router())],
        grants: &[Grant::Records, Grant::ReadObjects],
        memory_mb: 256,
    }
}

/// The operations of `/run`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_runs, create_run))
        .routes(routes!(get_run, update_run, delete_run))
        .routes(routes!(reset_run))
        .routes(routes!(count_run_operations))
        .routes(routes!(delete_run_operations))
        .routes(routes!(get_run_plot))
        .routes(routes!(get_run_fold_metrics))
        .routes(routes!(get_run_outer_averaged_metrics))
}

/// The operations of `/metrics`.
fn metrics_router() -> Router {
    Router::new().routes(routes!(stream_metrics))
}

/// Lists runs with their scores, oldest first: all, or those of a session.
#[utoipa::path(get, path = "/", tag = "run", params(ListQuery, PartQuery), responses(
    (status = 200, body = Vec<ScoredRun>),
    (status = 404, description = "No such session", body = Detail),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_runs(
    State(app): State<App>,
    scope: Scoped,
    Query(query): Query<ListQuery>,
    part: Part,
) -> ApiResult<Response> {
    rows::list(&app, &scope, &query, part).await
}

/// Adds a run to a session. Its parameters are checked when it is trained.
#[utoipa::path(post, path = "/", tag = "run", request_body = NewRun, responses(
    (status = 201, body = RunRow),
    (status = 404, description = "No such session", body = Detail),
    (status = 422, description = "No such model", body = Detail),
))]
async fn create_run(scope: Scoped, Body(run): Body<NewRun>) -> ApiResult<(StatusCode, Json<RunRow>)> {
    let run = change::create(&scope, run).await?;
    Ok(created(RunRow::new(run, None)))
}

/// Returns one run with its scores.
#[utoipa::path(get, path = "/{run_id}", tag = "run", params(("run_id" = i64, Path)),
    responses((status = 200, body = ScoredRun), (status = 404, body = Detail)))]
async fn get_run(State(app): State<App>, scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<Json<ScoredRun>> {
    let run: Stored<Run> = scope.meta.load(id).await?;
    Ok(Json(rows::scored(&app, &scope, run.entity).await?))
}

/// Changes a run. Other parameters or another optimizer reset it.
#[utoipa::path(patch, path = "/{run_id}", tag = "run", params(("run_id" = i64, Path)), request_body = RunChanges,
    responses(
        (status = 200, body = ChangedRun),
        (status = 304, description = "Nothing to change"),
        (status = 404, body = Detail),
        (status = 409, description = "The run is being trained", body = Detail),
    ))]
async fn update_run(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<RunId>,
    Body(changes): Body<RunChanges>,
) -> ApiResult<Patched<ChangedRun>> {
    Ok(match change::apply(&scope, id, changes).await? {
        Outcome::Unchanged => Patched::Unchanged,
        Outcome::Kept(run) => Patched::Changed(ChangedRun::Kept(Box::new(rows::plain(&app, &scope, run).await?))),
        Outcome::Reset(run) => Patched::Changed(ChangedRun::Reset(Box::new(rows::scored(&app, &scope, run).await?))),
    })
}

/// Deletes a run with its predictions, and cancels their jobs.
#[utoipa::path(delete, path = "/{run_id}", tag = "run", params(("run_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
async fn delete_run(scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<StatusCode> {
    let removed = cascade::remove_run(&*scope.meta, id).await?;
    skydash_jobs::clear_up(&scope, &removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets what training made of a run, but for its partitions, so that it can be trained again.
#[utoipa::path(patch, path = "/{run_id}/reset", tag = "run", params(("run_id" = i64, Path)), responses(
    (status = 200, body = ScoredRun),
    (status = 404, body = Detail),
    (status = 409, description = "The run is being trained", body = Detail),
))]
async fn reset_run(State(app): State<App>, scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<Json<ScoredRun>> {
    let run = change::reset(&scope, id).await?;
    Ok(Json(rows::scored(&app, &scope, run).await?))
}

/// Counts what was made with a run.
#[utoipa::path(get, path = "/{run_id}/operations/count", tag = "run", params(("run_id" = i64, Path)),
    responses((status = 200, body = OperationsCount), (status = 404, body = Detail)))]
async fn count_run_operations(scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<Json<OperationsCount>> {
    let run: Stored<Run> = scope.meta.load(id).await?;
    let predictions: Vec<Stored<Prediction>> = scope.meta.children(&run.key()).await?;
    Ok(Json(OperationsCount { explainers: 0, predictions: predictions.len(), reports: 0 }))
}

/// Deletes what was made with a run, and cancels the jobs that were making it.
#[utoipa::path(delete, path = "/{run_id}/operations", tag = "run", params(("run_id" = i64, Path)),
    responses((status = 200, body = OperationsDeleted), (status = 404, body = Detail)))]
async fn delete_run_operations(scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<Json<OperationsDeleted>> {
    let run: Stored<Run> = scope.meta.load(id).await?;
    let removed = cascade::remove_predictions(&*scope.meta, run.entity.id).await?;
    skydash_jobs::clear_up(&scope, &removed).await?;
    let predictions = removed.predictions;
    let count = DeletedCount { global_explainers: 0, local_explainers: 0, predictions, reports: 0 };
    Ok(Json(OperationsDeleted { deleted: true, count, total: predictions }))
}

/// Returns a plot of a run's parameter search: `history`, `slice`, `contour` or `importance`, or 1 to 4.
///
/// Runs without a search have none.
#[utoipa::path(get, path = "/plot/{run_id}/{plot_type}", tag = "run",
    params(("run_id" = i64, Path), ("plot_type" = String, Path, example = "history")),
    responses(
        (status = 200, body = RunPlot),
        (status = 404, description = "No such run, or it has no such plot", body = Detail),
    ))]
async fn get_run_plot(
    scope: Scoped,
    PathId(id): PathId<RunId>,
    PathText(plot_type): PathText<1>,
) -> ApiResult<Json<RunPlot>> {
    plot::check_type(&plot_type)?;
    let _run: Stored<Run> = scope.meta.load(id).await?;
    Err(Error::not_found("Run hyperaparameter plot not found").into())
}

/// Returns the scores of a cross-validated run fold by fold.
#[utoipa::path(get, path = "/{run_id}/fold-metrics", tag = "run", params(("run_id" = i64, Path), FoldQuery),
    responses((status = 200, body = FoldMetrics), (status = 404, description = "No such run or no folds", body = Detail)))]
async fn get_run_fold_metrics(
    scope: Scoped,
    PathId(id): PathId<RunId>,
    Query(query): Query<FoldQuery>,
) -> ApiResult<Json<FoldMetrics>> {
    let (train, outer) = query.read()?;
    let run: Stored<Run> = scope.meta.load(id).await?;
    Ok(Json(folds::of_run(&run, train, outer)?))
}

/// Returns the mean scores of the outer folds of a nested cross-validation, which only a search makes.
#[utoipa::path(get, path = "/{run_id}/outer-averaged-metrics", tag = "run", params(("run_id" = i64, Path)),
    responses(
        (status = 200, body = ScoreMaps),
        (status = 400, description = "Not nested", body = Detail),
        (status = 404, description = "No such run or no outer folds", body = Detail),
    ))]
async fn get_run_outer_averaged_metrics(scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<Json<ScoreMaps>> {
    let run: Stored<Run> = scope.meta.load(id).await?;
    Err(match run.nested {
        None => ApiError::exact(StatusCode::BAD_REQUEST, "Run is not nested CV"),
        Some(_) => Error::not_found("No fold metrics found for this run").into(),
    })
}
