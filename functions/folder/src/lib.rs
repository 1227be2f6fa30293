//! `/folder`: folders, which group datasets in the list.

mod change;
mod wire;

use crate::wire::{FolderName, FolderRow};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::FolderId;
use skydash_domain::folder::Folder;
use skydash_http::error::Detail;
use skydash_http::list::{self, Part, PartQuery};
use skydash_http::reply::created;
use skydash_http::{ApiResult, Body, Function, Grant, PathId, Router, Scoped};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function { name: "folder", resources: vec![("/folder", router())], grants: &[Grant::Records], memory_mb: 256 }
}

/// The operations of `/folder`.
fn router() -> Router {
    Router::new().routes(routes!(list_folders, create_folder)).routes(routes!(update_folder, delete_folder))
}

/// Lists all folders, oldest first.
#[utoipa::path(get, path = "/", tag = "folder", params(PartQuery), responses(
    (status = 200, body = Vec<FolderRow>),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_folders(scope: Scoped, part: Part) -> ApiResult<Response> {
    list::all::<Folder, FolderRow>(&scope, part).await
}

/// Creates a folder.
#[utoipa::path(post, path = "/", tag = "folder", request_body = FolderName, responses(
    (status = 201, body = FolderRow),
    (status = 409, description = "The name is taken", body = Detail),
    (status = 422, description = "The name is empty", body = Detail),
))]
async fn create_folder(scope: Scoped, Body(new): Body<FolderName>) -> ApiResult<(StatusCode, Json<FolderRow>)> {
    Ok(created(change::create(&scope, new.name).await?.into()))
}

/// Renames a folder.
#[utoipa::path(patch, path = "/{folder_id}", tag = "folder",
    params(("folder_id" = i64, Path)), request_body = FolderName,
    responses(
        (status = 200, body = FolderRow),
        (status = 404, body = Detail),
        (status = 409, description = "The name is taken", body = Detail),
        (status = 422, description = "The name is empty", body = Detail),
    ))]
async fn update_folder(
    scope: Scoped,
    PathId(id): PathId<FolderId>,
    Body(new): Body<FolderName>,
) -> ApiResult<Json<FolderRow>> {
    Ok(Json(change::rename(&scope, id, new.name).await?.into()))
}

/// Deletes a folder. Its datasets stay, outside of any folder.
#[utoipa::path(delete, path = "/{folder_id}", tag = "folder",
    params(("folder_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
async fn delete_folder(scope: Scoped, PathId(id): PathId<FolderId>) -> ApiResult<StatusCode> {
    change::delete(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests;
