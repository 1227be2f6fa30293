//! Every router of the API, and where it is mounted.

use axum::Router as AxumRouter;
use serde_json::Value;
use skydash_http::{App, Function, Router, openapi};

/// Every function. A new one is one line here.
#[must_use]
pub fn functions() -> Vec<Function> {
    vec![
        skydash_fn_component::function(),
        skydash_fn_folder::function(),
        skydash_fn_dataset::function(),
        skydash_fn_notebook::function(),
        skydash_fn_explorer::function(),
        skydash_fn_converter::function(),
        skydash_fn_model_session::function(),
        skydash_fn_run::function(),
        skydash_fn_job::function(),
        skydash_fn_predict::function(),
        skydash_fn_vacant::function(),
    ]
}

fn resources() -> Vec<(&'static str, Router)> {
    functions().into_iter().flat_map(|function| function.resources).collect()
}

/// The API, its documentation and the health check, without a frontend.
pub fn api(app: &App) -> AxumRouter {
    let (router, api) = openapi::assemble(resources()).with_state(app.clone()).split_for_parts();
    let document = serde_json::to_vec(&openapi::publish(&api)).unwrap_or_default();
    router.merge(skydash_fn_docs::routes(document.into()))
}

/// The published document.
pub fn document() -> Value {
    openapi::publish(&openapi::assemble(resources()).into_openapi())
}

/// The published document as text, as committed in `openapi.json`.
pub fn openapi_text() -> String {
    serde_json::to_string_pretty(&document()).unwrap_or_default()
}
