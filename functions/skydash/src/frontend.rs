//! The web frontend: a folder of files, and one page for every client-side route.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, EXPIRES};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use skydash_http::ApiError;
use std::path::Path;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// Adds the frontend in `folder` to the routes.
///
/// `/` and `/app` lead to `/app/`; everything below it is the index page, since the page's own
/// router reads the path; other paths are files of the folder, preferring a `.gz` beside a file. A
/// path that is no file leads to `/app/`, as the build expects of its missing icons.
pub fn mount(router: Router, folder: &Path) -> Router {
    let index = ServeFile::new(folder.join("index.html"));
    let files = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_gzip();
    let pages = Router::new()
        .route_service("/app/", index.clone())
        .route_service("/app/{*path}", index)
        .layer(from_fn(never_cached));
    let to_app = || async { Redirect::temporary("/app/") };
    let fallback = move |request: Request| serve_file(files.clone(), request);
    router
        .merge(pages)
        .route("/", get(to_app))
        .route("/app", get(to_app))
        .route(skydash_http::API_PREFIX, get(to_app))
        .fallback(fallback)
}

/// Adds what stands in for a frontend where there is none: the way to the documentation.
pub fn mount_none(router: Router) -> Router {
    router.route("/", get(|| async { Redirect::temporary("/docs") }))
}

async fn never_cached(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(EXPIRES, HeaderValue::from_static("0"));
    response
}

async fn serve_file(files: ServeDir, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/api/") {
        return missing();
    }
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    match response.status() {
        StatusCode::NOT_FOUND if path.starts_with("/static/") => missing(),
        StatusCode::NOT_FOUND => Redirect::temporary("/app/").into_response(),
        _ => {
            if path.starts_with("/static/") {
                let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
                response.headers_mut().insert(CACHE_CONTROL, forever);
            }
            response
        }
    }
}

fn missing() -> Response {
    ApiError::exact(StatusCode::NOT_FOUND, "Not Found").into_response()
}
