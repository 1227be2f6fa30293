//! `/notebook`: notebooks, each a working view of a dataset's table.

mod change;
mod wire;

use crate::wire::{NewNotebook, NotebookChanges, NotebookExplorer, NotebookRow};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::NotebookId;
use skydash_domain::converter::Converter;
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_http::error::Detail;
use skydash_http::list::{self, Part, PartQuery, Window, WindowQuery};
use skydash_http::reply::{Ids, created};
use skydash_http::rows::ConverterRow;
use skydash_http::{ApiResult, Body, Function, Grant, PathId, Router, Scoped};
use skydash_ports::{Entity, Key, Stored};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "notebook",
        resources: vec![("/notebook", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::SendJobs],
        memory_mb: 256,
    }
}

/// The operations of `/notebook`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_notebooks, create_notebook, delete_notebooks))
        .routes(routes!(get_notebook, update_notebook, delete_notebook))
        .routes(routes!(list_notebook_explorers))
        .routes(routes!(list_notebook_converters))
}

/// Lists all notebooks, oldest first.
#[utoipa::path(get, path = "/", tag = "notebook", params(PartQuery), responses(
    (status = 200, body = Vec<NotebookRow>),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_notebooks(scope: Scoped, part: Part) -> ApiResult<Response> {
    list::all::<Notebook, NotebookRow>(&scope, part).await
}

/// Opens a notebook on a dataset.
///
/// It starts with the table that the dataset has now; later changes of the dataset do not reach it.
#[utoipa::path(post, path = "/", tag = "notebook", request_body = NewNotebook, responses(
    (status = 201, body = NotebookRow),
    (status = 404, description = "No such dataset", body = Detail),
    (status = 422, description = "The dataset is not ready", body = Detail),
))]
async fn create_notebook(scope: Scoped, Body(new): Body<NewNotebook>) -> ApiResult<(StatusCode, Json<NotebookRow>)> {
    Ok(created(change::create(&scope, new).await?.into()))
}

/// Deletes several notebooks; unknown ids are skipped.
#[utoipa::path(delete, path = "/", tag = "notebook", request_body = Ids, responses((status = 204)))]
async fn delete_notebooks(scope: Scoped, Body(Ids { ids }): Body<Ids>) -> ApiResult<StatusCode> {
    change::delete_all(&scope, ids).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns one notebook.
#[utoipa::path(get, path = "/{notebook_id}", tag = "notebook",
    params(("notebook_id" = i64, Path)),
    responses((status = 200, body = NotebookRow), (status = 404, body = Detail)))]
async fn get_notebook(scope: Scoped, PathId(id): PathId<NotebookId>) -> ApiResult<Json<NotebookRow>> {
    let notebook: Stored<Notebook> = scope.meta.load(id).await?;
    Ok(Json(notebook.entity.into()))
}

/// Renames a notebook.
#[utoipa::path(patch, path = "/{notebook_id}", tag = "notebook",
    params(("notebook_id" = i64, Path)), request_body = NotebookChanges,
    responses(
        (status = 200, body = NotebookRow),
        (status = 404, body = Detail),
        (status = 422, description = "The name is empty", body = Detail),
    ))]
async fn update_notebook(
    scope: Scoped,
    PathId(id): PathId<NotebookId>,
    Body(changes): Body<NotebookChanges>,
) -> ApiResult<Json<NotebookRow>> {
    Ok(Json(change::rename(&scope, id, changes.name.as_deref().unwrap_or_default()).await?.into()))
}

/// Deletes a notebook with its converters and explorers. The dataset stays.
#[utoipa::path(delete, path = "/{notebook_id}", tag = "notebook",
    params(("notebook_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
async fn delete_notebook(scope: Scoped, PathId(id): PathId<NotebookId>) -> ApiResult<StatusCode> {
    change::delete(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the explorers of a notebook; none for a notebook that does not exist.
#[utoipa::path(get, path = "/{notebook_id}/explorers", tag = "notebook",
    params(("notebook_id" = i64, Path), WindowQuery), responses(
        (status = 200, body = Vec<NotebookExplorer>),
        (status = 422, description = "No such part", body = Detail),
    ))]
async fn list_notebook_explorers(
    scope: Scoped,
    PathId(id): PathId<NotebookId>,
    Window(part): Window,
) -> ApiResult<Response> {
    list::children::<Explorer, NotebookExplorer>(&scope, Key::new(Notebook::KIND, id), part).await
}

/// Lists the converters of a notebook, whatever became of them; none for a notebook that does not exist.
#[utoipa::path(get, path = "/{notebook_id}/converters", tag = "notebook",
    params(("notebook_id" = i64, Path), PartQuery), responses(
        (status = 200, body = Vec<ConverterRow>),
        (status = 422, description = "No such part", body = Detail),
    ))]
async fn list_notebook_converters(scope: Scoped, PathId(id): PathId<NotebookId>, part: Part) -> ApiResult<Response> {
    list::children::<Converter, ConverterRow>(&scope, Key::new(Notebook::KIND, id), part).await
}

#[cfg(test)]
mod tests;
