//! Collections of the API whose members cannot be created yet.
//!
//! The stock frontend reads these lists on pages that have nothing to do with them, and an answer
//! that is not a list blanks its screens. Nothing can be in them, so each is an empty list. A
//! resource moves out of here when its own router is built.

use axum::Json;
use serde_json::Value;
use skydash_http::{Function, Router};
use utoipa_axum::routes;

/// Declares the list of one collection, as a module with its own `router`.
macro_rules! vacant {
    ($($(#[$doc:meta])* $module:ident: $operation:ident at $path:literal),+ $(,)?) => {$(
        $(#[$doc])*
        mod $module {
            use super::{Json, Router, Value, routes};

            pub(super) fn router() -> Router {
                Router::new().routes(routes!($operation))
            }

            /// Lists nothing: such entities cannot be created yet.
            #[utoipa::path(get, path = $path, tag = "vacant", responses((status = 200, body = Vec<Value>)))]
            async fn $operation() -> Json<Vec<Value>> {
                Json(Vec::new())
            }
        }
    )+};
}

vacant! {
    /// Chats with generative models.
    generative_session: list_generative_sessions at "",
    /// Explanations of a whole model.
    global_explainer: list_global_explainers at "/global",
    /// Explanations of single predictions.
    local_explainer: list_local_explainers at "/local",
    /// Installed plugins.
    plugin: list_plugins at "",
    /// Files downloaded from dataset hubs.
    datafile: list_datafiles at "",
    /// Keys of external services.
    credential: list_credentials at "",
    /// Reports on runs.
    report: list_reports at "",
    /// Saved comparisons of runs.
    statistical_test: list_saved_statistical_tests at "/saved",
}

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function { name: "vacant", resources: routers(), grants: &[], memory_mb: 128 }
}

/// Every vacant collection with the path of its resource.
fn routers() -> Vec<(&'static str, Router)> {
    vec![
        ("/generative-session", generative_session::router()),
        ("/explainer", global_explainer::router().merge(local_explainer::router())),
        ("/plugin", plugin::router()),
        ("/datafile", datafile::router()),
        ("/credential", credential::router()),
        ("/report", report::router()),
        ("/statistical-tests", statistical_test::router()),
    ]
}

#[cfg(test)]
mod tests {
    use skydash_testkit::TestApp;

    #[tokio::test]
    async fn every_vacant_collection_is_an_empty_list() {
        let app = TestApp::new(super::routers());
        for path in [
            "/generative-session",
            "/generative-session/?task_name=x",
            "/explainer/global?run_id=1",
            "/explainer/local?run_id=1",
            "/plugin/",
            "/datafile/",
            "/credential/",
            "/report/?run_id=1",
            "/statistical-tests/saved",
        ] {
            assert_eq!(app.get(path).await.pair(), (200, serde_json::json!([])), "{path}");
        }
    }
}
