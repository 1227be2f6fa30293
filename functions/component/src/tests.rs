//! The routes, called over an application in memory.

use axum::body::Bytes;
use axum::http::Method;
use serde_json::{Value, json};
use skydash_testkit::TestApp;

fn app() -> TestApp {
    TestApp::new(vec![("/component", crate::router())])
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|component| component["name"].as_str()).collect()
}

#[tokio::test]
async fn the_whole_catalog_is_one_list() {
    let (status, list) = app().get("/component/").await.pair();
    assert_eq!(status, 200);
    assert_eq!(names(&list).len(), skydash_catalog::registry::all().len());
    assert_eq!(list[0]["type"], "Task");
    let keys: Vec<&String> = list[0].as_object().unwrap().keys().collect();
    insta::assert_json_snapshot!(keys);
}

#[tokio::test]
async fn types_are_repeated_or_a_json_array() {
    let repeated = app().get("/component/?select_types=Optimizer&select_types=Task").await.json();
    let array = app().get("/component/?select_types=%5B%22Optimizer%22,%22Task%22%5D").await.json();
    assert_eq!(repeated, array);
    assert_eq!(
        names(&repeated),
        ["OptunaOptimizer", "HyperOptOptimizer", "TabularClassificationTask", "RegressionTask"]
    );
    assert_eq!(app().get("/component?select_types=GenerativeModel").await.pair(), (200, json!([])));
}

#[tokio::test]
async fn conditions_narrow_the_list() {
    let models = app().get("/component/?select_types=Model&related_component=RegressionTask").await.json();
    assert_eq!(names(&models).len(), 8);
    let pick = app().get("/component/?component_parent=TabularClassificationModel").await.json();
    assert!(names(&pick).contains(&"SVC"));
    let tasks = app().get("/component/?select_types=Task&has_related_of_type=Model").await.json();
    assert_eq!(names(&tasks).len(), 2);
    let rest = app().get("/component/?ignore_types=Model&ignore_types=Metric").await.json();
    assert!(!names(&rest).contains(&"SVC") && names(&rest).contains(&"KFoldSplitter"));
    assert_eq!(app().get("/component/?component_parent=Nope").await.pair(), (200, json!([])));
}

#[tokio::test]
async fn what_does_not_exist_is_refused_by_name() {
    for (query, beginning) in [
        ("select_types=Nope", "Select type 'Nope' does not exist in the registry. Available types: ['Task', "),
        ("ignore_types=Nope", "Ignore type 'Nope' does not exist in the registry. Available types: ['Task', "),
        ("has_related_of_type=Nope", "Type 'Nope' does not exist in the registry. Available types: ['Task', "),
        ("related_component=Nope", "Related component Nope does not exist in the registry."),
        ("select_types=%5B1", "select_types must be type names or a JSON array of them."),
    ] {
        let (status, body) = app().get(&format!("/component/?{query}")).await.pair();
        assert_eq!(status, 422, "{query}");
        assert!(body["detail"].as_str().unwrap().starts_with(beginning), "{query}: {body}");
    }
}

#[tokio::test]
async fn one_component_speaks_the_caller_s_language() {
    let german = [("accept-language", "de-AT,en;q=0.9")];
    let forest = app().send(Method::GET, "/component/RandomForestClassifier/", &german, Bytes::new()).await;
    assert!(forest.headers["vary"].to_str().unwrap().contains("accept-language"));
    let forest = forest.json();
    assert_ne!(forest["description"], app().get("/component/RandomForestClassifier").await.json()["description"]);
    let missing = json!({"detail": "Component Nope not found in the registry."});
    assert_eq!(app().get("/component/Nope/").await.pair(), (404, missing.clone()));
    assert_eq!(app().get("/component/image/Nope/").await.pair(), (404, missing));
}

#[tokio::test]
async fn children_speak_every_language() {
    let list = app().get("/component/SklearnLikeRegressor/children/").await.json();
    assert_eq!(names(&list).len(), 8);
    assert!(list[0]["description"]["zh"].is_string());
    assert_eq!(app().get("/component/Nope/children/").await.pair(), (200, json!([])));
    assert_eq!(app().get("/component/BaseModel/children/").await.pair(), (200, json!([])));
    assert_eq!(names(&app().get("/component/BaseModel/children/?recursive=true").await.json()).len(), 16);
}

#[tokio::test]
async fn a_picture_can_be_cached() {
    let picture = app().get("/component/image/KNeighborsClassifier/").await;
    assert_eq!(picture.status, 200);
    assert_eq!(picture.headers["content-type"], "image/svg+xml");
    assert_eq!(picture.headers["cache-control"], "public, max-age=3600");
}

#[tokio::test]
async fn nothing_needs_a_download() {
    let app = app();
    let path = "/component/KNeighborsClassifier/download";
    assert_eq!(app.get(path).await.pair(), (200, json!({"downloaded": true, "requires_download": false})));
    let refused = |text: &str| (409, json!({ "detail": text }));
    assert_eq!(
        app.post(path, json!({})).await.pair(),
        refused("Component KNeighborsClassifier does not require a download")
    );
    assert_eq!(
        app.delete(path).await.pair(),
        refused("Component KNeighborsClassifier does not support download and cannot be deleted")
    );
    let missing = (404, json!({"detail": "\"Component 'Nope' does not exists in the registry.\""}));
    assert_eq!(app.get("/component/Nope/download").await.pair(), missing);
    assert_eq!(app.post("/component/Nope/download", json!({})).await.pair(), missing);
    assert_eq!(app.delete("/component/Nope/download").await.pair(), missing);
    let question = json!({"model_name": "SVC", "parameters": {}});
    assert_eq!(app.post("/component/downloads/required", question).await.pair(), (200, json!([])));
    assert_eq!(app.post("/component/downloads/required", json!({})).await.pair(), (200, json!([])));
}

#[tokio::test]
async fn the_catalog_cannot_be_changed() {
    for method in [Method::POST, Method::PATCH, Method::DELETE] {
        let answer = app().send(method, "/component/", &[], Bytes::new()).await;
        assert_eq!(answer.pair(), (501, json!({"detail": "Method not implemented"})));
    }
    assert_eq!(app().json(Method::PUT, "/component/", json!({})).await.pair().0, 405);
}

#[tokio::test]
async fn the_catalog_is_sent_packed_to_those_who_take_it_so() {
    let app = app();
    let plain = app.get("/component/").await;
    let asked = |accepted: &'static str| {
        let app = app.clone();
        async move { app.send(Method::GET, "/component/", &[("accept-encoding", accepted)], "").await }
    };
    for accepted in ["gzip, deflate, br", "br;q=1.0, GZIP;q=0.5"] {
        let packed = asked(accepted).await;
        assert_eq!(packed.headers["content-encoding"], "gzip");
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&*packed.bytes), &mut text).unwrap();
        assert_eq!(text, plain.bytes);
        assert!(packed.bytes.len() * 4 < text.len());
    }
    for accepted in ["identity", "gzip;q=0", ""] {
        let answer = asked(accepted).await;
        assert!(!answer.headers.contains_key("content-encoding") && answer.bytes == plain.bytes, "{accepted}");
    }
}
