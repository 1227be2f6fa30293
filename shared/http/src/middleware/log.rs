//! A request id on every answer and one log line a request. Never bodies, never query values.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A client's own id is kept when it is harmless: up to 64 letters, digits and `-_.`.
fn request_id(request: &Request) -> HeaderValue {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    match request.headers().get(&REQUEST_ID) {
        Some(id) if id.len() <= 64 && !id.is_empty() && id.as_bytes().iter().copied().all(harmless) => id.clone(),
        _ => HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()).unwrap_or(HeaderValue::from_static("-")),
    }
}

/// Names the request, runs it, and says how it went.
pub(super) async fn record<F>(request: Request, next: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let id = request_id(&request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or("-"));
    let started = Instant::now();
    let mut response = next(request).instrument(span.clone()).await;
    let elapsed_ms = started.elapsed().as_secs_f64() * 1e3;
    tracing::info!(parent: &span, %method, route, status = response.status().as_u16(), elapsed_ms, "answered");
    response.headers_mut().insert(REQUEST_ID, id);
    response
}
