//! `/component`: the catalog of everything a client can choose.

mod download;
mod image;
mod model;
mod page;
mod sign;

use crate::model::{ChildrenQuery, Component, ListQuery};
use crate::page::JsonText;
use axum::Json;
use axum::http::HeaderMap;
use serde_json::Value;
use skydash_catalog::{children, find, multilingual, published};
use skydash_domain::Error;
use skydash_http::error::Detail;
use skydash_http::{ApiError, ApiResult, Function, Language, PathText, Query, Router};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function { name: "component", resources: vec![("/component", router())], grants: &[], memory_mb: 256 }
}

/// The routes of `/component`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_components, create_component, update_components, delete_components))
        .routes(routes!(download::list_required_downloads))
        .routes(routes!(image::get_component_image))
        .routes(routes!(get_component))
        .routes(routes!(list_component_children))
        .routes(routes!(
            download::get_component_download,
            download::start_component_download,
            download::delete_component_download
        ))
}

/// Lists components, by type, in the language of `Accept-Language`.
///
/// Every condition narrows the list. Types come in the order they are asked for.
#[utoipa::path(
    get, path = "/", tag = "component", params(ListQuery),
    responses(
        (status = 200, body = [Component]),
        (status = 422, body = Detail, description = "A type or the related component does not exist"),
    )
)]
async fn list_components(
    language: Language,
    headers: HeaderMap,
    Query(query): Query<ListQuery>,
) -> ApiResult<JsonText> {
    let filter = query.filter()?;
    if filter.is_empty() {
        return Ok(JsonText::catalog(language.code(), &headers));
    }
    Ok(JsonText::Own(published(language.code()).some(&filter.apply()?)))
}

/// Returns one component in the language of `Accept-Language`.
#[utoipa::path(
    get, path = "/{name}", tag = "component",
    params(("name" = String, Path, description = "The component's name")),
    responses((status = 200, body = Component), (status = 404, body = Detail, description = "No such component"))
)]
async fn get_component(language: Language, headers: HeaderMap, PathText(name): PathText) -> ApiResult<JsonText> {
    let text = published(language.code()).one(&name).ok_or_else(|| not_found(&name))?;
    Ok(JsonText::published(text, &headers))
}

/// Lists the components that descend from a class, each text in every language by its code.
///
/// An unknown class has no children.
#[utoipa::path(
    get, path = "/{name}/children", tag = "component",
    params(("name" = String, Path, description = "The class, such as `TabularClassificationModel`"), ChildrenQuery),
    responses((status = 200, body = [Object], description = "Components whose texts are objects by language code"))
)]
async fn list_component_children(PathText(name): PathText, Query(query): Query<ChildrenQuery>) -> Json<Vec<Value>> {
    let found = children(&name, query.recursive.unwrap_or_default());
    Json(found.into_iter().map(multilingual).collect())
}

/// Answers 501: components come with the program and cannot be created.
#[utoipa::path(post, path = "/", tag = "component", responses((status = 501, body = Detail)))]
async fn create_component() -> ApiError {
    ApiError::not_implemented()
}

/// Answers 501: components come with the program and cannot be changed.
#[utoipa::path(patch, path = "/", tag = "component", responses((status = 501, body = Detail)))]
async fn update_components() -> ApiError {
    ApiError::not_implemented()
}

/// Answers 501: components come with the program and cannot be deleted.
#[utoipa::path(delete, path = "/", tag = "component", responses((status = 501, body = Detail)))]
async fn delete_components() -> ApiError {
    ApiError::not_implemented()
}

fn not_found(name: &str) -> Error {
    Error::not_found(format!("Component {name} not found in the registry."))
}

fn entry(name: &str) -> Result<&'static skydash_catalog::Entry, Error> {
    find(name).ok_or_else(|| not_found(name))
}

#[cfg(test)]
mod tests;
