//! Scripts and styles of the documentation pages.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use skydash_http::ApiError;
use std::borrow::Cow;
use std::sync::Arc;
use utoipa_swagger_ui::Config;

const REDOC: &[u8] = include_bytes!("../assets/redoc-2.5.4.standalone.js.gz");

const START: &[u8] =
    b"window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n";

struct Asset {
    bytes: Cow<'static, [u8]>,
    content_type: String,
    gzipped: bool,
}

/// One asset by name.
pub(crate) async fn get(Path(name): Path<String>) -> Response {
    match find(&name) {
        Some(asset) => asset.into_response(),
        None => ApiError::exact(StatusCode::NOT_FOUND, "Not Found").into_response(),
    }
}

fn find(name: &str) -> Option<Asset> {
    let script = |bytes: &'static [u8], gzipped| Asset {
        bytes: Cow::Borrowed(bytes),
        content_type: "text/javascript".into(),
        gzipped,
    };
    match name {
        "redoc.js" => Some(script(REDOC, true)),
        "start.js" => Some(script(START, false)),
        "swagger-ui.css" | "swagger-ui-bundle.js" => {
            let file = utoipa_swagger_ui::serve(name, Arc::new(Config::from("/openapi.json"))).ok()??;
            Some(Asset {
                bytes: Cow::Owned(file.bytes.into_owned()),
                content_type: file.content_type,
                gzipped: file.gzpipped,
            })
        }
        _ => None,
    }
}

impl IntoResponse for Asset {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
        if let Ok(content_type) = HeaderValue::from_str(&self.content_type) {
            headers.insert(CONTENT_TYPE, content_type);
        }
        if self.gzipped {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        (headers, self.bytes.into_owned()).into_response()
    }
}
