//! JSON bodies for answers that the router itself gives.

use crate::error::ApiError;
use axum::body::HttpBody;
use axum::http::StatusCode;
use axum::http::header::ALLOW;
use axum::response::{IntoResponse, Response};

/// Gives a bare 404 or 405 its body. The `Allow` header stays.
pub(super) fn explain(response: Response) -> Response {
    let detail = match response.status() {
        StatusCode::NOT_FOUND => "Not Found",
        StatusCode::METHOD_NOT_ALLOWED => "Method Not Allowed",
        _ => return response,
    };
    if response.body().size_hint().exact() != Some(0) {
        return response;
    }
    let mut explained = ApiError::exact(response.status(), detail).into_response();
    if let Some(allow) = response.headers().get(ALLOW) {
        explained.headers_mut().insert(ALLOW, allow.clone());
    }
    explained
}
