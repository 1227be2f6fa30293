//! Who may call from where: host names, browser origins, CORS.
//!
//! Default deny. A browser page of another origin may neither read answers (no CORS header is sent)
//! nor change anything (its `Origin` does not match), and a loopback server does not answer under a
//! foreign host name.

use crate::app::App;
use crate::config::Config;
use crate::error::ApiError;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN, UPGRADE,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// Refuses foreign hosts and origins; answers preflights and marks answers for allowed origins.
pub(super) async fn guard<F>(app: &App, request: Request, next: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let headers = request.headers();
    let host = text(headers, HOST).or_else(|| request.uri().authority().map(|it| it.as_str().to_owned()));
    if !host_allowed(app.config(), host.as_deref()) {
        return ApiError::exact(StatusCode::MISDIRECTED_REQUEST, "This server does not answer to that host name.")
            .into_response();
    }
    let Some(origin) = text(headers, ORIGIN) else {
        return varied(next(request).await);
    };
    let own = host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, rest)| rest == host));
    let allowed = app.config().allowed_origins.contains(&origin);
    if request.method() == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return preflight(own || allowed, &origin, headers.get(ACCESS_CONTROL_REQUEST_HEADERS));
    }
    let changes = !request.method().is_safe() || headers.contains_key(UPGRADE);
    if changes && !own && !allowed {
        return ApiError::exact(StatusCode::FORBIDDEN, "This origin may not call this server.").into_response();
    }
    let mut response = varied(next(request).await);
    if allowed {
        allow(response.headers_mut(), &origin);
    }
    response
}

/// A header as text. One that is no text is still there, and matches nothing.
fn text(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<String> {
    headers.get(name).map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned())
}

fn host_allowed(config: &Config, host: Option<&str>) -> bool {
    let Some(host) = host else { return true };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    config.allowed_hosts.is_empty() || config.allowed_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
}

fn preflight(allowed: bool, origin: &str, wanted_headers: Option<&HeaderValue>) -> Response {
    if !allowed {
        return ApiError::exact(StatusCode::FORBIDDEN, "This origin may not call this server.").into_response();
    }
    let mut response = varied(StatusCode::OK.into_response());
    allow(response.headers_mut(), origin);
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE"));
    if let Some(wanted) = wanted_headers {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    response
}

fn allow(headers: &mut HeaderMap, origin: &str) {
    if let Ok(origin) = HeaderValue::from_str(origin) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
}

fn varied(mut response: Response) -> Response {
    response.headers_mut().append(VARY, HeaderValue::from_static("Origin"));
    response
}
