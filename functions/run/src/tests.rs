//! The operations as clients see them.

use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::job::Task;
use skydash_domain::metric::{FoldScores, ScoreMap, Scores};
use skydash_domain::run::Run;
use skydash_domain::{JobStatus, RunId, Status};
use skydash_ports::Stored;
use skydash_testkit::TestApp;

mod live;

const NO_RUN: &str = "Run not found";

#[tokio::test]
async fn a_run_has_a_name() {
    let app = app().await;
    let blank = refused(422, "Name cannot be empty");
    assert_eq!(app.post("/run/", with("name", json!(" "))).await.pair(), blank);
    let long = refused(422, "The name may have at most 200 characters.");
    assert_eq!(app.post("/run/", with("name", json!("x".repeat(201)))).await.pair(), long);
    assert_eq!(app.post("/run/", new_run()).await.status, 201);
    assert_eq!(app.patch("/run/1", json!({ "run_name": "" })).await.pair(), blank);
    assert_eq!(app.patch("/run/1", json!({ "run_name": "x".repeat(201) })).await.pair(), long);
}

async fn app() -> TestApp {
    let app = TestApp::new(vec![("/run", crate::router()), ("/metrics", crate::metrics_router())]);
    let dataset = app.add_iris().await.unwrap();
    app.add_session(dataset, "session").await.unwrap();
    app
}

fn refused(status: u16, text: &str) -> (u16, Value) {
    (status, json!({ "detail": text }))
}

fn new_run() -> Value {
    json!({
        "model_session_id": "1", "model_name": "KNeighborsClassifier", "name": "knn",
        "parameters": { "n_neighbors": { "optimize": false, "fixed_value": 5 } },
        "optimizer_name": "", "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "",
        "plot_contour_path": "", "plot_importance_path": "", "goal_metric": "", "description": "about it",
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut run = new_run();
    run[field] = value;
    run
}

fn map(value: f64) -> Option<ScoreMap> {
    Some([("F1".to_owned(), value)].into_iter().collect())
}

/// A run as training leaves it.
async fn trained(app: &TestApp) -> RunId {
    let id = app.add_run(1.into(), "trained").await.unwrap();
    let splits = r#"{"train_indexes": [1, 0], "test_indexes": [2], "val_indexes": []}"#;
    app.scope.artifacts.put("splits-1", splits.into()).await.unwrap();
    let now = app.scope.now();
    let change = |run: &mut Run| {
        run.status = Status::Finished;
        run.splits_key = Some("splits-1".into());
        run.model_key = Some("model-1".into());
        run.end_time = Some(now);
        run.scores = Some(Scores { train: map(1.0), test: map(0.5), ..Scores::default() });
        Ok(())
    };
    app.scope.meta.update(id, change).await.unwrap();
    id
}

#[tokio::test]
async fn a_run_is_created_without_and_read_with_scores() {
    let app = app().await;
    let (status, row) = app.post("/run/", new_run()).await.pair();
    assert_eq!((status, &row["id"], &row["model_session_id"], &row["status"]), (201, &json!(1), &json!(1), &json!(0)));
    for field in ["model_name", "name", "parameters", "optimizer_name", "plot_slice_path", "goal_metric", "description"]
    {
        assert_eq!(row[field], new_run()[field], "{field}");
    }
    for field in ["huey_id", "split_indexes", "nested", "artifacts", "run_path", "delivery_time", "end_time"] {
        assert_eq!(row[field], Value::Null, "{field}");
    }
    assert_eq!(row.as_object().unwrap().len(), 24);
    let read = app.get("/run/1").await.json();
    assert_eq!(read.as_object().unwrap().len(), 30);
    assert_eq!(read["train_metrics"], Value::Null);
    assert_eq!(app.get("/run?model_session_id=1").await.json(), json!([read]));
    assert_eq!(app.get("/run").await.json(), json!([read]));
}

#[tokio::test]
async fn what_is_wrong_with_a_run_is_said() {
    let app = app().await;
    assert_eq!(app.post("/run", with("model_name", json!("Nope"))).await.pair(), refused(422, "Unknown model 'Nope'"));
    assert_eq!(app.post("/run", with("model_name", json!("F1"))).await.pair(), refused(422, "Unknown model 'F1'"));
    let session = with("model_session_id", json!(9));
    assert_eq!(app.post("/run", session).await.pair(), refused(404, "Model session not found"));
    let (status, answer) = app.post("/run", json!({ "name": "x" })).await.pair();
    assert_eq!((status, answer["detail"].as_array().unwrap().len()), (422, 10));
    assert_eq!(app.get("/run?model_session_id=9").await.pair(), refused(404, "Model session not found"));
    assert_eq!(app.get("/run/9").await.pair(), refused(404, NO_RUN));
    let (status, answer) = app.get("/run/abc").await.pair();
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["path", "run_id"])));
    assert_eq!(app.patch("/run/9", json!({ "run_name": "x" })).await.pair(), refused(404, NO_RUN));
    assert_eq!(app.patch("/run/9/reset", json!({})).await.pair(), refused(404, NO_RUN));
    assert_eq!(app.delete("/run/9").await.pair(), refused(404, NO_RUN));
    assert_eq!(app.get("/run/9/operations/count").await.pair(), refused(404, NO_RUN));
    assert_eq!(app.delete("/run/9/operations").await.pair(), refused(404, NO_RUN));
    assert_eq!(app.post("/run", with("parameters", json!({ "a": "x".repeat(400_000) }))).await.status, 413);
}

#[tokio::test]
async fn a_trained_run_shows_its_partitions_and_scores() {
    let app = app().await;
    let id = trained(&app).await;
    let row = app.get(&format!("/run/{id}")).await.json();
    let splits: Value = serde_json::from_str(row["split_indexes"].as_str().unwrap()).unwrap();
    assert_eq!(splits["train_indexes"], json!([1, 0]));
    assert_eq!((&row["train_metrics"], &row["train_metrics_std"]), (&json!({ "F1": 1.0 }), &Value::Null));
    assert_eq!((&row["run_path"], &row["plot_history_path"]), (&json!("runs/1"), &Value::Null));
}

#[tokio::test]
async fn only_parameters_and_optimizer_reset_a_run() {
    let app = app().await;
    let id = trained(&app).await;
    let patch = async |body: Value| app.patch(&format!("/run/{id}"), body).await.pair();
    assert_eq!(patch(json!({})).await.0, 304);
    let (status, row) = patch(json!({ "run_name": "new", "run_description": "d", "goal_metric": "F1" })).await;
    assert_eq!((status, row.as_object().unwrap().len()), (200, 24));
    assert_eq!((&row["name"], &row["description"], &row["status"]), (&json!("new"), &json!("d"), &json!(3)));
    let (status, unchanged) = patch(json!({ "run_name": null, "nested": null, "parameters": {} })).await;
    assert_eq!((status, &unchanged), (200, &row));
    assert_eq!(patch(json!({ "run_name": 5 })).await.1["detail"][0]["type"], "string_type");
    let (_, row) = patch(json!({ "nested": { "splitter_name": "KFoldSplitter", "n_splits": 3 } })).await;
    assert_eq!((&row["nested"]["n_splits"], &row["status"]), (&json!(3), &json!(3)));
    let (_, row) = patch(json!({ "optimizer": "OptunaOptimizer", "nested": null })).await;
    assert_eq!(row.as_object().unwrap().len(), 30);
    assert_eq!((&row["status"], &row["run_path"], &row["train_metrics"]), (&json!(0), &Value::Null, &Value::Null));
    assert!(row["split_indexes"].is_string() && row["nested"].is_null());
    trained(&app).await;
    let row = app.json(Method::PATCH, "/run/2/reset", Value::Null).await.json();
    assert_eq!((&row["status"], &row["end_time"], row.as_object().unwrap().len()), (&json!(0), &Value::Null, 30));
}

#[tokio::test]
async fn a_run_that_is_being_trained_cannot_be_reset_but_deleted() {
    let app = app().await;
    let id = app.add_run(1.into(), "busy").await.unwrap();
    let job = skydash_jobs::enqueue(&app.scope, Task::Model { run_id: id }, "Train: busy").await.unwrap();
    let text = "This run is being trained. Cancel its job or wait until it ends, then try again.";
    assert_eq!(app.patch("/run/1/reset", json!({})).await.pair(), refused(409, text));
    assert_eq!(app.patch("/run/1", json!({ "parameters": { "a": 1 } })).await.pair(), refused(409, text));
    assert_eq!(app.get("/run/1").await.json()["huey_id"], job.to_string());
    assert_eq!(app.delete("/run/1").await.status, 204);
    let job: Stored<skydash_domain::job::Job> = app.scope.meta.load(job).await.unwrap();
    assert_eq!(job.status, JobStatus::Cancelled);
}

#[tokio::test]
async fn operations_are_counted_and_deleted() {
    let app = app().await;
    let id = trained(&app).await;
    app.add_prediction(id, None).await.unwrap();
    app.add_prediction(id, None).await.unwrap();
    let count = |predictions: usize| json!({ "explainers": 0, "predictions": predictions, "reports": 0 });
    assert_eq!(app.get("/run/1/operations/count").await.json(), count(2));
    let deleted = json!({ "global_explainers": 0, "local_explainers": 0, "predictions": 2, "reports": 0 });
    let answer = json!({ "deleted": true, "count": deleted, "total": 2 });
    assert_eq!(app.delete("/run/1/operations").await.pair(), (200, answer));
    assert_eq!(app.get("/run/1/operations/count").await.json(), count(0));
}

#[tokio::test]
async fn plots_are_asked_for_by_word_or_number() {
    let app = app().await;
    trained(&app).await;
    for plot in ["history", "slice", "contour", "importance", "1", "4", "7"] {
        let answer = app.get(&format!("/run/plot/1/{plot}")).await.pair();
        assert_eq!(answer, refused(404, "Run hyperaparameter plot not found"));
    }
    assert_eq!(app.get("/run/plot/9/1").await.pair(), refused(404, NO_RUN));
    let (status, answer) = app.get("/run/plot/1/pie").await.pair();
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["path", "plot_type"])));
}

#[tokio::test]
async fn folds_have_their_own_scores() {
    let app = app().await;
    let id = trained(&app).await;
    let none = refused(404, "No fold metrics found for this run");
    assert_eq!(app.get("/run/1/fold-metrics").await.pair(), none);
    let fold = |repetition: u32, train: f64, validation: f64| FoldScores {
        repetition,
        train: map(train).unwrap(),
        validation: map(validation).unwrap(),
    };
    let set = async |folds: Vec<FoldScores>| {
        let change = |run: &mut Run| {
            run.scores.as_mut().unwrap().folds.clone_from(&folds);
            Ok(())
        };
        app.scope.meta.update(id, change).await.unwrap();
    };
    let mut silent = fold(0, 0.9, 0.0);
    silent.validation.clear();
    set(vec![fold(0, 1.0, 0.5), silent]).await;
    assert_eq!(app.get("/run/1/fold-metrics").await.json(), json!({ "F1": [0.5, null] }));
    assert_eq!(app.get("/run/1/fold-metrics?metric_split=train").await.json(), json!({ "F1": [1.0, 0.9] }));
    assert_eq!(app.get("/run/1/fold-metrics?scope=outer").await.pair(), none);
    set(vec![fold(0, 1.0, 0.5), fold(1, 1.0, 0.6)]).await;
    let repeated = json!({ "rep_0": { "F1": [0.5] }, "rep_1": { "F1": [0.6] } });
    assert_eq!(app.get("/run/1/fold-metrics?scope=default").await.json(), repeated);
    let fault = json!({ "detail": [{
        "type": "literal_error", "loc": ["query", "metric_split"], "msg": "Input should be 'train' or 'validation'",
        "input": "test", "ctx": { "expected": "'train' or 'validation'" },
    }] });
    assert_eq!(app.get("/run/1/fold-metrics?metric_split=test").await.pair(), (422, fault));
    assert_eq!(app.get("/run/9/fold-metrics").await.pair(), refused(404, NO_RUN));
}

#[tokio::test]
async fn outer_averages_need_a_nested_run() {
    let app = app().await;
    trained(&app).await;
    assert_eq!(app.get("/run/1/outer-averaged-metrics").await.pair(), refused(400, "Run is not nested CV"));
    app.patch("/run/1", json!({ "nested": { "n_splits": 3 } })).await;
    let none = refused(404, "No fold metrics found for this run");
    assert_eq!(app.get("/run/1/outer-averaged-metrics").await.pair(), none);
    assert_eq!(app.get("/run/9/outer-averaged-metrics").await.pair(), refused(404, NO_RUN));
}
