//! Downloads of weights. No component of the catalog needs any yet, which is what these routes answer.

use crate::model::{DownloadState, DownloadsQuestion, RequiredDownload};
use axum::Json;
use skydash_catalog::{Entry, find};
use skydash_domain::Error;
use skydash_http::error::Detail;
use skydash_http::{ApiResult, Body, PathText};

/// Says whether a component's weights are downloaded.
#[utoipa::path(
    get, path = "/{name}/download", tag = "component",
    params(("name" = String, Path, description = "The component's name")),
    responses((status = 200, body = DownloadState), (status = 404, body = Detail, description = "No such component"))
)]
pub(crate) async fn get_component_download(PathText(name): PathText) -> ApiResult<Json<DownloadState>> {
    entry(&name)?;
    Ok(Json(DownloadState { downloaded: true, requires_download: false }))
}

/// Refuses to download what needs no download.
#[utoipa::path(
    post, path = "/{name}/download", tag = "component",
    params(("name" = String, Path, description = "The component's name")),
    responses(
        (status = 404, body = Detail, description = "No such component"),
        (status = 409, body = Detail, description = "It needs no download"),
    )
)]
pub(crate) async fn start_component_download(PathText(name): PathText) -> ApiResult<()> {
    entry(&name)?;
    Err(Error::conflict(format!("Component {name} does not require a download")).into())
}

/// Refuses to delete the weights of what has none.
#[utoipa::path(
    delete, path = "/{name}/download", tag = "component",
    params(("name" = String, Path, description = "The component's name")),
    responses(
        (status = 404, body = Detail, description = "No such component"),
        (status = 409, body = Detail, description = "It has nothing to delete"),
    )
)]
pub(crate) async fn delete_component_download(PathText(name): PathText) -> ApiResult<()> {
    entry(&name)?;
    Err(Error::conflict(format!("Component {name} does not support download and cannot be deleted")).into())
}

/// Lists what must be downloaded before a model can be used: nothing.
#[utoipa::path(
    post, path = "/downloads/required", tag = "component", request_body = DownloadsQuestion,
    responses((status = 200, body = [RequiredDownload]), (status = 422, body = Detail))
)]
pub(crate) async fn list_required_downloads(Body(_question): Body<DownloadsQuestion>) -> Json<Vec<RequiredDownload>> {
    Json(Vec::new())
}

/// The component, or the text clients know for these routes, quotation marks included.
fn entry(name: &str) -> Result<&'static Entry, Error> {
    find(name).ok_or_else(|| Error::not_found(format!("\"Component '{name}' does not exists in the registry.\"")))
}
