//! Datasets as records: listed, created, renamed, moved, copied and deleted.

use crate::wire::{
    CreatedDataset, DatasetChanges, DatasetRow, DatasetToCopy, ListedDataset, NewDataset, NewDatasetForm,
};
use crate::{change, form, upload};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::DatasetId;
use skydash_domain::dataset::Dataset;
use skydash_http::error::Detail;
use skydash_http::list::{self, Part, PartQuery};
use skydash_http::reply::{Ids, created};
use skydash_http::{ApiResult, App, Body, PathId, Scoped};
use skydash_ports::{Entity, Query, Stored};

/// Lists all datasets, oldest first.
#[utoipa::path(get, path = "/", tag = "dataset", params(PartQuery), responses(
    (status = 200, body = Vec<ListedDataset>),
    (status = 422, description = "No such part", body = Detail),
))]
pub(crate) async fn list_datasets(scope: Scoped, part: Part) -> ApiResult<Response> {
    list::entities(&scope, Query::all(Dataset::KIND), part, |dataset: Dataset| ListedDataset::from(&dataset)).await
}

/// Creates a dataset.
///
/// From JSON it is created empty; a `DatasetJob` then fills it. A multipart form also carries the file, and the job
/// is enqueued at once.
#[utoipa::path(post, path = "/", tag = "dataset",
    request_body(content((NewDataset = "application/json"), (NewDatasetForm = "multipart/form-data"))),
    responses(
        (status = 201, body = CreatedDataset),
        (status = 404, description = "No such notebook", body = Detail),
        (status = 409, description = "The name is taken", body = Detail),
        (status = 413, description = "The file is too large", body = Detail),
        (status = 422, description = "The loader's parameters are wrong", body = Detail),
    ))]
pub(crate) async fn create_dataset(
    State(app): State<App>,
    scope: Scoped,
    request: Request,
) -> ApiResult<(StatusCode, Json<CreatedDataset>)> {
    if form::is_multipart(request.headers()) {
        let dataset = upload::create(request, &app, &scope).await?;
        return Ok(created(CreatedDataset::Loading((&dataset).into())));
    }
    let Body(new) = Body::<NewDataset>::from_request(request, &app).await?;
    let dataset = change::create(&scope, new).await?;
    Ok(created(CreatedDataset::Empty((&dataset).into())))
}

/// Deletes several datasets with everything below them; unknown ids are skipped.
#[utoipa::path(delete, path = "/", tag = "dataset", request_body = Ids, responses((status = 204)))]
pub(crate) async fn delete_datasets(scope: Scoped, Body(Ids { ids }): Body<Ids>) -> ApiResult<StatusCode> {
    change::delete_all(&scope, ids).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns one dataset.
#[utoipa::path(get, path = "/{dataset_id}", tag = "dataset",
    params(("dataset_id" = i64, Path)),
    responses((status = 200, body = DatasetRow), (status = 404, body = Detail)))]
pub(crate) async fn get_dataset(scope: Scoped, PathId(id): PathId<DatasetId>) -> ApiResult<Json<DatasetRow>> {
    let dataset: Stored<Dataset> = scope.meta.load(id).await?;
    Ok(Json((&dataset.entity).into()))
}

/// Renames a dataset, or moves it to another folder.
#[utoipa::path(patch, path = "/{dataset_id}", tag = "dataset",
    params(("dataset_id" = i64, Path)), request_body = DatasetChanges,
    responses(
        (status = 200, body = DatasetRow),
        (status = 404, description = "No such dataset or folder", body = Detail),
        (status = 409, description = "The name is taken", body = Detail),
        (status = 422, description = "The name is empty", body = Detail),
    ))]
pub(crate) async fn update_dataset(
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
    Body(changes): Body<DatasetChanges>,
) -> ApiResult<Json<DatasetRow>> {
    Ok(Json((&change::update(&scope, id, changes).await?).into()))
}

/// Deletes a dataset with its notebooks, model sessions, runs and predictions, and cancels their jobs.
#[utoipa::path(delete, path = "/{dataset_id}", tag = "dataset",
    params(("dataset_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
pub(crate) async fn delete_dataset(scope: Scoped, PathId(id): PathId<DatasetId>) -> ApiResult<StatusCode> {
    change::delete(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Copies a dataset. The copy is finished at once: both share the table, which never changes.
#[utoipa::path(post, path = "/copy", tag = "dataset", request_body = DatasetToCopy, responses(
    (status = 201, body = DatasetRow),
    (status = 404, description = "No such dataset", body = Detail),
    (status = 409, description = "There is a copy already", body = Detail),
    (status = 422, description = "The dataset is not ready", body = Detail),
))]
pub(crate) async fn copy_dataset(
    scope: Scoped,
    Body(original): Body<DatasetToCopy>,
) -> ApiResult<(StatusCode, Json<DatasetRow>)> {
    Ok(created((&change::copy(&scope, original.dataset_id.into()).await?).into()))
}
