//! Scripts and styles of the documentation pages.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use skydash_http::ApiError;

const REDOC: &[u8] = include_bytes!("../assets/redoc-2.5.4.standalone.js.gz");
const SWAGGER_UI: &[u8] = include_bytes!("../assets/swagger-ui-5.32.6-bundle.js.gz");
const SWAGGER_UI_STYLE: &[u8] = include_bytes!("../assets/swagger-ui-5.32.6.css.gz");

const START: &str =
    "window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n";

/// One asset by name.
pub(crate) async fn get(Path(name): Path<String>) -> Response {
    let script = "text/javascript";
    match name.as_str() {
        "redoc.js" => packed(REDOC, script),
        "swagger-ui-bundle.js" => packed(SWAGGER_UI, script),
        "swagger-ui.css" => packed(SWAGGER_UI_STYLE, "text/css"),
        "start.js" => ([(CONTENT_TYPE, script), (CACHE_CONTROL, KEPT)], START).into_response(),
        _ => ApiError::exact(StatusCode::NOT_FOUND, "Not Found").into_response(),
    }
}

/// For a day: names say no version.
const KEPT: &str = "public, max-age=86400";

fn packed(bytes: &'static [u8], content_type: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CONTENT_ENCODING, "gzip"), (CACHE_CONTROL, KEPT)], bytes).into_response()
}
