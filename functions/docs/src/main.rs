//! `docs` on AWS Lambda.

use axum::response::Redirect;
use axum::routing::get;
use skydash_runtime::lambda;

/// The document as committed, which a test keeps the same as the routers'.
const DOCUMENT: &[u8] = include_bytes!("../../../openapi.json");

fn main() -> std::process::ExitCode {
    let to_docs = || async { Redirect::temporary("/docs") };
    lambda::serve_pages(skydash_fn_docs::routes(DOCUMENT.into()).route("/", get(to_docs)))
}
