//! `/predict`: what trained runs say of datasets, stored, and of rows entered by hand, at once.

mod compatible;
mod preview;
mod rows;
mod splits;
mod values;
mod wire;

#[cfg(test)]
mod tests;

use crate::wire::{
    ListQuery, ListedPrediction, NewPrediction, PredictionRow, Preview, RowsFields, RowsForm, RunQuery, RunSplits,
    ValidDatasets,
};
use axum::Json;
use axum::extract::{Request, State};
use axum::response::Response;
use skydash_domain::{PredictionId, RunId};
use skydash_http::error::Detail;
use skydash_http::list::{Part, PartQuery};
use skydash_http::multipart::{Form, is_form};
use skydash_http::{ApiResult, App, Body, Function, Grant, PathId, Query, Router, Scoped};
use skydash_ports::cascade;
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "predict",
        resources: vec![("/predict", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::WriteObjects],
        memory_mb: 1769,
    }
}

/// The operations of `/predict`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_predictions, create_prediction))
        .routes(routes!(list_compatible_datasets))
        .routes(routes!(list_run_splits))
        .routes(routes!(preview_prediction))
        .routes(routes!(delete_prediction))
}

/// Lists predictions, each with its dataset, oldest first: all, those of a run, or one.
#[utoipa::path(get, path = "/", tag = "predict", params(ListQuery, PartQuery), responses(
    (status = 200, body = Vec<ListedPrediction>),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_predictions(scope: Scoped, Query(query): Query<ListQuery>, part: Part) -> ApiResult<Response> {
    rows::list(&scope, &query, part).await
}

/// Creates a prediction, which a PredictJob fills.
#[utoipa::path(post, path = "/", tag = "predict", request_body = NewPrediction, responses(
    (status = 200, body = PredictionRow),
    (status = 404, description = "No such run", body = Detail),
))]
async fn create_prediction(scope: Scoped, Body(new): Body<NewPrediction>) -> ApiResult<Json<PredictionRow>> {
    Ok(Json((&rows::create(&scope, new).await?).into()))
}

/// Deletes a prediction, and cancels its job.
#[utoipa::path(delete, path = "/{prediction_id}", tag = "predict", params(("prediction_id" = i64, Path)),
    responses((status = 200, description = "null", body = ()), (status = 404, body = Detail)))]
async fn delete_prediction(scope: Scoped, PathId(id): PathId<PredictionId>) -> ApiResult<Json<()>> {
    let removed = cascade::remove_prediction(&*scope.meta, id).await?;
    skydash_jobs::clear_up(&scope, &removed).await?;
    Ok(Json(()))
}

/// Lists the datasets that a run can predict on: those with its input columns, in types it can read.
#[utoipa::path(get, path = "/filter_datasets", tag = "predict", params(RunQuery), responses(
    (status = 200, body = ValidDatasets),
    (status = 404, description = "No such run", body = Detail),
))]
async fn list_compatible_datasets(
    State(app): State<App>,
    scope: Scoped,
    Query(query): Query<RunQuery>,
) -> ApiResult<Json<ValidDatasets>> {
    Ok(Json(ValidDatasets { valid_dataset_ids: compatible::datasets(&app, &scope, query.run_id.into()).await? }))
}

/// Lists the partitions of a run's dataset, with their sizes.
#[utoipa::path(get, path = "/splits/{run_id}", tag = "predict", params(("run_id" = i64, Path)),
    responses((status = 200, body = RunSplits), (status = 404, body = Detail)))]
async fn list_run_splits(scope: Scoped, PathId(id): PathId<RunId>) -> ApiResult<Json<RunSplits>> {
    Ok(Json(splits::of_run(&scope, id).await?))
}

/// Predicts rows entered by hand and returns them with their predictions. Nothing is stored.
#[utoipa::path(post, path = "/preview", tag = "predict",
    request_body(content((RowsForm = "multipart/form-data"), (RowsFields = "application/x-www-form-urlencoded"))),
    responses(
        (status = 200, body = Preview),
        (status = 400, description = "A row that the model cannot read", body = Detail),
        (status = 404, description = "No such run", body = Detail),
        (status = 413, description = "Too many rows", body = Detail),
        (status = 422, description = "Something is missing or malformed, or the run is not trained", body = Detail),
    ))]
async fn preview_prediction(
    State(app): State<App>,
    Scoped(scope): Scoped,
    request: Request,
) -> ApiResult<Json<Preview>> {
    if !is_form(request.headers()) {
        return Err(preview::missing().into());
    }
    let form = Form::receive(request, &app, &scope).await?;
    for file in form.files.values() {
        scope.uploads.remove(&file.key).await?;
    }
    Ok(Json(preview::predict(&app, &scope, &form).await?))
}
