//! Who may call from where: host names, browser origins, CORS.
//!
//! Default deny. A browser page of another origin may ask the API for nothing, not even for what it could not read: a long
//! list costs as much when nobody reads it. Its `Origin` tells, or where there is none the browser's `Sec-Fetch-Site`; who
//! sends neither is no browser, or a person who typed the address. Pages outside of the API open from anywhere. A loopback
//! server does not answer under a foreign host name.

use crate::API_PREFIX;
use crate::app::App;
use crate::config::Config;
use crate::error::ApiError;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN, REFERER, UPGRADE, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// What a browser says of the page that a request is for: `same-origin`, `same-site`, `cross-site`, or `none` when a person
/// asked for it.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

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
        return if is_of_foreign_page(app.config(), &request) { refused() } else { varied(next(request).await) };
    };
    let own = host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, rest)| rest == host));
    let allowed = app.config().allowed_origins.contains(&origin);
    if request.method() == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return preflight(own || allowed, &origin, headers.get(ACCESS_CONTROL_REQUEST_HEADERS));
    }
    if is_call(&request) && !own && !allowed {
        return refused();
    }
    let mut response = varied(next(request).await);
    if allowed {
        allow(response.headers_mut(), &origin);
    }
    response
}

/// Whether a request asks the API for something, or is to change something anywhere.
fn is_call(request: &Request) -> bool {
    request.uri().path().starts_with(API_PREFIX)
        || !request.method().is_safe()
        || request.headers().contains_key(UPGRADE)
}

/// Whether a browser calls the API for a page of another origin, without saying which: for a picture, a script, a frame or
/// a link. An allowed origin is known by the page's address.
fn is_of_foreign_page(config: &Config, request: &Request) -> bool {
    let headers = request.headers();
    let is_foreign = text(headers, SEC_FETCH_SITE).is_some_and(|site| site != "same-origin" && site != "none");
    let is_allowed = |page: String| {
        let origin = page.match_indices('/').nth(2).map_or(&*page, |(end, _)| &page[..end]);
        config.allowed_origins.iter().any(|allowed| allowed == origin)
    };
    is_foreign && is_call(request) && !text(headers, REFERER).is_some_and(is_allowed)
}

fn refused() -> Response {
    ApiError::exact(StatusCode::FORBIDDEN, "This origin may not call this server.").into_response()
}

/// A header as text. One that is no text is still there, and matches nothing.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
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
        return refused();
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
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Link"));
    }
}

fn varied(mut response: Response) -> Response {
    response.headers_mut().append(VARY, HeaderValue::from_static("Origin"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::middleware::wrap;
    use axum::Router;
    use axum::body::Body;
    use axum::routing::{get, post};
    use skydash_memory::Memory;
    use tower::ServiceExt;

    async fn status(method: Method, path: &str, headers: &[(&str, &str)]) -> u16 {
        let config = Config { allowed_origins: vec!["https://dash.example".to_owned()], ..Config::default() };
        let app = App::new(Memory::scope(), config);
        let router = Router::new()
            .route("/api/v1/job", get(|| async { "[]" }))
            .route("/api/v1/run", post(|| async { "{}" }))
            .route("/docs", get(|| async { "docs" }))
            .route("/app/data", get(|| async { "app" }));
        let mut request = Request::builder().method(method).uri(path).header(HOST, "127.0.0.1:8000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let Ok(answer) = wrap(router, &app).oneshot(request.body(Body::empty()).unwrap()).await;
        answer.status().as_u16()
    }

    #[tokio::test]
    async fn a_page_of_another_origin_may_not_even_ask_for_a_list() {
        for (headers, expected) in [
            (&[][..], 200),
            (&[("origin", "http://127.0.0.1:8000")][..], 200),
            (&[("origin", "https://dash.example")], 200),
            (&[("origin", "https://evil.example")], 403),
            (&[("origin", "http://127.0.0.1:3000")], 403),
            (&[("origin", "null")], 403),
            (&[("sec-fetch-site", "same-origin")], 200),
            (&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], 200),
            (&[("sec-fetch-site", "cross-site")], 403),
            (&[("sec-fetch-site", "same-site")], 403),
            (&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")], 403),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://dash.example")], 200),
            (&[("sec-fetch-site", "cross-site"), ("referer", "https://dash.example/")], 200),
            (&[("sec-fetch-site", "cross-site"), ("referer", "https://dash.example")], 200),
            (&[("sec-fetch-site", "cross-site"), ("referer", "https://dash.example.evil.example/")], 403),
            (&[("sec-fetch-site", "cross-site"), ("referer", "https://evil.example/https://dash.example/")], 403),
        ] {
            for path in ["/api/v1/job", "/api/v1/job/", "/api/v1/job?limit=1"] {
                assert_eq!(status(Method::GET, path, headers).await, expected, "{path} {headers:?}");
            }
            let expected = if expected == 200 { 200 } else { 403 };
            assert_eq!(status(Method::POST, "/api/v1/run", headers).await, expected, "POST {headers:?}");
        }
    }

    #[tokio::test]
    async fn pages_open_from_anywhere() {
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        for path in ["/docs", "/app/data"] {
            assert_eq!(status(Method::GET, path, &link).await, 200, "{path}");
            assert_eq!(status(Method::GET, path, &[("origin", "https://evil.example")]).await, 200, "{path}");
        }
    }
}
