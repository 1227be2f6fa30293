//! How routers become one published API.
//!
//! Routers say what is their own: paths, types, and the answers that only their handlers give. What is the same for all of
//! them is added here, once.

mod answers;
mod name;
mod schemas;

use crate::Router;
use crate::error::Detail;
use serde_json::{Map, Value};
use utoipa::openapi::{ComponentsBuilder, Info, OpenApi};
use utoipa::{PartialSchema, ToSchema};

pub use name::{Name, Title};

/// Nests routers, each under its resource's path, and publishes them as one API.
#[must_use]
pub fn assemble(routers: Vec<(&str, Router)>) -> Router {
    let base = OpenApi::builder()
        .info(
            Info::builder()
                .title("Skydash API")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some("DashAI's REST API, served by Rust functions.")),
        )
        .components(Some(ComponentsBuilder::new().schema(Detail::name(), Detail::schema()).build()))
        .build();
    let api = Router::with_openapi(base);
    routers.into_iter().fold(api, |api, (path, router)| api.nest(&format!("{}{path}", crate::API_PREFIX), router))
}

/// The document of an assembled API as it is published: with the answers of extractors and middleware, and with what all
/// schemas have in common.
#[must_use]
pub fn publish(api: &OpenApi) -> Value {
    let mut document = serde_json::to_value(api).unwrap_or_default();
    schemas::complete(&mut document);
    answers::complete(&mut document);
    document
}

/// The methods that a path can have in a document.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Every operation of a document, with its method.
fn operations(document: &mut Value) -> impl Iterator<Item = (&str, &mut Map<String, Value>)> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let methods = paths.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut).flatten();
    methods
        .filter(|(method, _)| METHODS.contains(&method.as_str()))
        .filter_map(|(method, operation)| Some((method.as_str(), operation.as_object_mut()?)))
}
