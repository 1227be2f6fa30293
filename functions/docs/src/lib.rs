//! The interactive documentation: Swagger UI, ReDoc, and the OpenAPI document itself; and a health check.
//!
//! Everything a page needs is in this crate; a browser without internet sees the same. The bundles of ReDoc (MIT) and
//! Swagger UI (Apache-2.0), with their notices beside them in `assets/`, are kept compressed.

mod assets;
mod pages;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use bytes::Bytes;

/// Routes that show an OpenAPI document, at the root and under the API's own prefix as the reference has them; and the
/// health check.
pub fn routes<S: Clone + Send + Sync + 'static>(document: Bytes) -> Router<S> {
    let pages = Router::new().route("/docs", get(pages::swagger_ui)).route("/redoc", get(pages::redoc)).route(
        "/openapi.json",
        get(async move || {
            ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], document).into_response()
        }),
    );
    Router::new()
        .merge(pages.clone())
        .nest(skydash_http::API_PREFIX, pages)
        .route("/docs/assets/{name}", get(assets::get))
        .route("/healthz", get(health))
}

/// Says that the process answers.
async fn health() -> &'static str {
    "ok"
}
