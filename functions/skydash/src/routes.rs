//! Every router of the API, and where it is mounted.

use axum::Router as AxumRouter;
use axum::routing::get;
use skydash_http::{App, Router, openapi};
use utoipa::openapi::OpenApi;

/// Every resource. A new router is one line here.
fn resources() -> Vec<(&'static str, Router)> {
    let mut resources = vec![
        ("/component", skydash_fn_component::router()),
        ("/folder", skydash_fn_folder::router()),
        ("/dataset", skydash_fn_dataset::router()),
        ("/notebook", skydash_fn_notebook::router()),
        ("/explorer", skydash_fn_explorer::router()),
        ("/converter", skydash_fn_converter::router()),
        ("/model-session", skydash_fn_model_session::router()),
        ("/run", skydash_fn_run::router()),
        ("/metrics", skydash_fn_run::metrics_router()),
        ("/job", skydash_fn_job::router()),
        ("/predict", skydash_fn_predict::router()),
    ];
    resources.extend(skydash_fn_vacant::routers());
    resources
}

/// The API, its documentation and the health check, without a frontend.
pub fn api(app: &App) -> AxumRouter {
    let (router, api) = openapi::assemble(resources()).with_state(app.clone()).split_for_parts();
    router.merge(skydash_fn_docs::routes(&api)).route("/healthz", get(health))
}

/// The published document.
pub fn document() -> OpenApi {
    openapi::assemble(resources()).into_openapi()
}

/// The published document as text, as committed in `openapi.json`.
pub fn openapi_text() -> String {
    serde_json::to_string_pretty(&document()).unwrap_or_default()
}

/// Says that the process answers.
async fn health() -> &'static str {
    "ok"
}
