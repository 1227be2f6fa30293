//! How routers become one published API.

use crate::Router;
use crate::error::Detail;
use utoipa::openapi::{ComponentsBuilder, Info, OpenApi};
use utoipa::{PartialSchema, ToSchema};

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
