//! JSON bodies for answers that the router itself gives.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::ApiError;

/// No route has this path.
pub(super) async fn not_found() -> ApiError {
    ApiError::exact(StatusCode::NOT_FOUND, "Not Found")
}

/// Gives a bare 405 its body. The `Allow` header stays.
pub(super) async fn explain(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::METHOD_NOT_ALLOWED || response.body().size_hint().exact() != Some(0) {
        return response;
    }
    let mut explained = ApiError::exact(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed").into_response();
    if let Some(allow) = response.headers().get(axum::http::header::ALLOW) {
        explained.headers_mut().insert(axum::http::header::ALLOW, allow.clone());
    }
    explained
}
