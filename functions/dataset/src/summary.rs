//! What is known about a table without reading its rows: by dataset, or by the `path` of any table.

use crate::shapes::{ColumnTypeRow, TableInfo};
use crate::wire::TablePath;
use crate::{counted, facts};
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use skydash_domain::dataset::Dataset;
use skydash_domain::session::Session;
use skydash_domain::summary::Summary;
use skydash_domain::{DatasetId, Result};
use skydash_http::error::Detail;
use skydash_http::{ApiResult, App, PathId, Query, Scoped, TableToken, tables};
use skydash_ports::{Entity, Key, Scope, Stored};
use std::sync::Arc;

/// Returns the first ten rows of a dataset, column by column.
#[utoipa::path(get, path = "/{dataset_id}/sample", tag = "dataset",
    params(("dataset_id" = i64, Path)),
    responses((status = 200, body = HashMap<String, Vec<Value>>), (status = 404, body = Detail), (status = 422, body = Detail)))]
pub(crate) async fn get_dataset_sample(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
) -> ApiResult<Json<Value>> {
    Ok(Json(facts::sample(&*of_dataset(&app, &scope, id).await?)))
}

/// Returns size and statistics of a dataset.
#[utoipa::path(get, path = "/{dataset_id}/info", tag = "dataset",
    params(("dataset_id" = i64, Path)),
    responses((status = 200, body = TableInfo), (status = 404, body = Detail), (status = 422, body = Detail)))]
pub(crate) async fn get_dataset_info(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
) -> ApiResult<Json<Value>> {
    let summary = of_dataset(&app, &scope, id).await?;
    Ok(Json(facts::info(&summary, summary.statistics.as_ref())?))
}

/// Returns the column types of a dataset.
#[utoipa::path(get, path = "/{dataset_id}/types", tag = "dataset",
    params(("dataset_id" = i64, Path)),
    responses((status = 200, body = HashMap<String, ColumnTypeRow>), (status = 404, body = Detail), (status = 422, body = Detail)))]
pub(crate) async fn get_dataset_types(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
) -> ApiResult<Json<Value>> {
    Ok(Json(facts::types(&*of_dataset(&app, &scope, id).await?)?))
}

/// Tells whether a dataset has model sessions.
#[utoipa::path(get, path = "/{dataset_id}/model-sessions-exist", tag = "dataset",
    params(("dataset_id" = i64, Path)),
    responses((status = 200, body = bool, content_type = "application/json"), (status = 404, body = Detail), (status = 422, body = Detail)))]
pub(crate) async fn get_model_sessions_exist(scope: Scoped, PathId(id): PathId<DatasetId>) -> ApiResult<Json<bool>> {
    let dataset: Stored<Dataset> = scope.meta.load(id).await?;
    tables::finished(&dataset)?;
    let sessions: Vec<Stored<Session>> = scope.meta.children(&Key::new(Dataset::KIND, id)).await?;
    Ok(Json(!sessions.is_empty()))
}

/// Returns the first ten rows of a table, column by column.
#[utoipa::path(get, path = "/sample/file", tag = "dataset", params(TablePath),
    responses((status = 200, body = HashMap<String, Vec<Value>>), (status = 404, body = Detail)))]
pub(crate) async fn get_file_sample(
    State(app): State<App>,
    scope: Scoped,
    Query(table): Query<TablePath>,
) -> ApiResult<Json<Value>> {
    Ok(Json(facts::sample(&of_path(&app, &scope, &table.path).await?.0)))
}

/// Returns size and statistics of a table. Those of a notebook's table are counted when they are first asked for.
#[utoipa::path(get, path = "/file/info", tag = "dataset", params(TablePath),
    responses((status = 200, body = TableInfo), (status = 404, body = Detail)))]
pub(crate) async fn get_file_info(
    State(app): State<App>,
    scope: Scoped,
    Query(table): Query<TablePath>,
) -> ApiResult<Json<Value>> {
    let token: TableToken = table.path.parse()?;
    let (version, _) = token.resolve(&scope).await?;
    let summary = tables::summary(&app, &scope, &version).await?;
    let counted = match token {
        TableToken::Notebook(_) if summary.statistics.is_none() => {
            Some(counted::statistics(&app, &scope, &version, summary.clone()).await?)
        }
        _ => None,
    };
    Ok(Json(facts::info(&summary, counted.as_ref().or(summary.statistics.as_ref()))?))
}

/// Returns the column types of a table.
#[utoipa::path(get, path = "/types/file", tag = "dataset", params(TablePath),
    responses((status = 200, body = HashMap<String, ColumnTypeRow>), (status = 404, body = Detail)))]
pub(crate) async fn get_file_types(
    State(app): State<App>,
    scope: Scoped,
    Query(table): Query<TablePath>,
) -> ApiResult<Json<Value>> {
    Ok(Json(facts::types(&of_path(&app, &scope, &table.path).await?.0)?))
}

async fn of_dataset(app: &App, scope: &Scope, id: DatasetId) -> Result<Arc<Summary>> {
    let dataset: Stored<Dataset> = scope.meta.load(id).await?;
    tables::summary(app, scope, tables::finished(&dataset)?).await
}

/// The summary of the table that a `path` names, and the name a download of it gets.
pub(crate) async fn of_path(app: &App, scope: &Scope, path: &str) -> Result<(Arc<Summary>, String)> {
    let (table, name) = path.parse::<TableToken>()?.resolve(scope).await?;
    Ok((tables::summary(app, scope, &table).await?, name))
}
