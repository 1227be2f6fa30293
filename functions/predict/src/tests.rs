//! The operations as clients see them.

use axum::http::Method;
use serde_json::{Map, Value, json};
use skydash_domain::dataset::TableVersion;
use skydash_domain::job::{Job, Task};
use skydash_domain::prediction::Prediction;
use skydash_domain::progress::Silent;
use skydash_domain::run::Run;
use skydash_domain::table::{Column, Values};
use skydash_domain::{JobStatus, RunId, Status};
use skydash_learn::encode::{InputEncoder, TargetEncoder};
use skydash_learn::model::{Artifact, Model};
use skydash_ports::Stored;
use skydash_testkit::seed::{category, float};
use skydash_testkit::{Answer, TestApp};

const INPUTS: [&str; 4] = ["sepal_length", "sepal_width", "petal_length", "petal_width"];

async fn app() -> TestApp {
    let app = TestApp::new(vec![("/predict", crate::router())]);
    let dataset = app.add_iris().await.unwrap();
    let session = app.add_session(dataset, "session").await.unwrap();
    app.add_run(session, "bayes").await.unwrap();
    app
}

fn refused(status: u16, text: &str) -> (u16, Value) {
    (status, json!({ "detail": text }))
}

/// A model that tells small flowers from large ones.
fn artifact() -> Artifact {
    let size = vec![1.0, 1.1, 5.0, 5.1, 9.0, 9.1];
    let inputs =
        INPUTS.map(|name| Column { name: name.into(), column_type: float(), values: Values::Numbers(size.clone()) });
    let target = Column {
        name: "target".into(),
        column_type: category(&["setosa", "versicolor", "virginica"]),
        values: Values::Codes(vec![0, 0, 1, 1, 2, 2]),
    };
    let encoder = InputEncoder::new(&inputs).unwrap();
    let (output, classes) = TargetEncoder::classes(&target).unwrap();
    let x = encoder.encode(&inputs).unwrap();
    let model = Model::fit("GaussianNB", &Map::new(), &x, &classes, &Silent).unwrap();
    Artifact { inputs: encoder, output, model }
}

async fn train(app: &TestApp) {
    app.scope.artifacts.put("model-1", artifact().to_bytes().unwrap().into()).await.unwrap();
    let splits = r#"{"train_indexes": [0, 1, 2], "test_indexes": [3], "val_indexes": []}"#;
    app.scope.artifacts.put("splits-1", splits.into()).await.unwrap();
    let change = |run: &mut Run| {
        run.status = Status::Finished;
        run.model_key = Some("model-1".into());
        run.splits_key = Some("splits-1".into());
        Ok(())
    };
    app.scope.meta.update(RunId(1), change).await.unwrap();
}

fn row(size: f64) -> Value {
    INPUTS.iter().map(|name| ((*name).to_owned(), json!(size))).collect()
}

async fn preview(app: &TestApp, run: &str, rows: &str) -> Answer {
    let part =
        |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = format!("{}{}--B--\r\n", part("run_id", run), part("manual_input_data", rows));
    let headers = [("content-type", "multipart/form-data; boundary=B")];
    app.send(Method::POST, "/predict/preview", &headers, body).await
}

#[tokio::test]
async fn a_prediction_is_created_listed_and_deleted() {
    let app = app().await;
    let (status, row) = app.post("/predict/", json!({ "run_id": 1, "dataset_id": 1, "split": "test" })).await.pair();
    assert_eq!((status, &row["id"], &row["run_id"], &row["dataset_id"]), (200, &json!(1), &json!(1), &json!(1)));
    assert_eq!((&row["split"], &row["status"], &row["results_path"]), (&json!("test"), &json!(0), &Value::Null));
    assert_eq!(row.as_object().unwrap().len(), 12);
    app.post("/predict", json!({ "run_id": 1, "dataset_id": 99 })).await;
    let listed = app.get("/predict/?run_id=1").await.json();
    assert_eq!((&listed[0]["dataset"]["name"], &listed[1]["dataset"]), (&json!("iris"), &Value::Null));
    assert_eq!(listed[0]["dataset"]["file_path"], "datasets/1");
    assert_eq!(app.get("/predict").await.json(), listed);
    assert_eq!(app.get("/predict?prediction_id=1").await.json(), json!([listed[0]]));
    assert_eq!(app.get("/predict?prediction_id=1&run_id=2").await.json(), json!([]));
    assert_eq!(app.get("/predict?run_id=99").await.json(), json!([]));
    assert_eq!(app.delete("/predict/1").await.pair(), (200, Value::Null));
    assert_eq!(app.delete("/predict/1").await.pair(), refused(404, "Prediction not found"));
    let (status, answer) = app.delete("/predict/abc").await.pair();
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["path", "prediction_id"])));
}

#[tokio::test]
async fn a_prediction_needs_a_run() {
    let app = app().await;
    assert_eq!(app.post("/predict", json!({ "run_id": 9 })).await.pair(), refused(404, "Run not found"));
    let (status, answer) = app.post("/predict", json!({})).await.pair();
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["body", "run_id"])));
}

#[tokio::test]
async fn a_result_is_named_by_a_token_and_a_deleted_prediction_s_job_stops() {
    let app = app().await;
    app.post("/predict", json!({ "run_id": 1 })).await;
    let change = |prediction: &mut Prediction| {
        prediction.table = Some(TableVersion { id: "result".into(), rows: 1, columns: 5, hash: None });
        Ok(())
    };
    app.scope.meta.update(1, change).await.unwrap();
    assert_eq!(app.get("/predict").await.json()[0]["results_path"], "predictions/1");
    let task = Task::Predict { prediction_id: 1.into(), rows_key: None };
    let job = skydash_jobs::enqueue(&app.scope, task, "Predict").await.unwrap();
    assert_eq!(app.delete("/predict/1").await.status, 200);
    let job: Stored<Job> = app.scope.meta.load(job).await.unwrap();
    assert_eq!(job.status, JobStatus::Cancelled);
}

#[tokio::test]
async fn compatible_datasets_have_the_inputs_in_readable_types() {
    let app = app().await;
    let numbers = INPUTS.map(|name| (name, float()));
    app.add_dataset("more than enough", 1, &[&numbers[..], &[("extra", category(&["a"]))]].concat()).await.unwrap();
    app.add_dataset("one is missing", 1, &numbers[1..]).await.unwrap();
    let mut texts = numbers.clone();
    texts[0].1 = category(&["small", "large"]);
    app.add_dataset("one is text", 1, &texts).await.unwrap();
    assert_eq!(app.get("/predict/filter_datasets?run_id=1").await.json(), json!({ "valid_dataset_ids": [1, 2] }));
    assert_eq!(app.get("/predict/filter_datasets?run_id=9").await.pair(), refused(404, "Run not found"));
    let (status, answer) = app.get("/predict/filter_datasets").await.pair();
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["query", "run_id"])));
}

#[tokio::test]
async fn partitions_are_listed_with_their_sizes() {
    let app = app().await;
    let all = json!({ "name": "all", "rows": 150 });
    let answer = app.get("/predict/splits/1").await.json();
    assert_eq!(answer, json!({ "splits": [all], "training_dataset_id": 1 }));
    train(&app).await;
    let answer = app.get("/predict/splits/1").await.json();
    let parts = json!([{ "name": "train", "rows": 3 }, { "name": "test", "rows": 1 }, all]);
    assert_eq!(answer["splits"], parts);
    assert_eq!(app.get("/predict/splits/9").await.pair(), refused(404, "Run not found"));
}

#[tokio::test]
async fn rows_are_predicted_at_once() {
    let app = app().await;
    train(&app).await;
    let rows = json!([row(1.0), row(9.0)]).to_string();
    let answer = json!({
        "columns": ["sepal_length", "sepal_width", "petal_length", "petal_width", "target"],
        "rows": [[1.0, 1.0, 1.0, 1.0, "setosa"], [9.0, 9.0, 9.0, 9.0, "virginica"]],
    });
    assert_eq!(preview(&app, "1", &rows).await.pair(), (200, answer));
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("run_id=1&manual_input_data={}", json!([row(5.0)]));
    let answer = app.send(Method::POST, "/predict/preview", &headers, body).await.json();
    assert_eq!(answer["rows"][0][4], "versicolor");
    let many: Vec<Value> = (0..100).map(|_| row(1.0)).collect();
    assert_eq!(preview(&app, "1", &json!(many).to_string()).await.json()["rows"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn what_cannot_be_previewed_is_said() {
    let app = app().await;
    let missing = refused(422, "Missing run_id or manual_input_data");
    assert_eq!(
        app.post("/predict/preview", json!({ "run_id": 1, "manual_input_data": [row(1.0)] })).await.pair(),
        missing
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(app.send(Method::POST, "/predict/preview", &headers, "run_id=1").await.pair(), missing);
    let good = json!([row(1.0)]).to_string();
    let untrained = refused(422, "The run 'bayes' has no model yet. Train it first.");
    assert_eq!(preview(&app, "1", &good).await.pair(), untrained);
    train(&app).await;
    let list = "manual_input_data must be a non-empty JSON array of objects (list[dict]).";
    for (run, rows, status, text) in [
        ("x", "[]", 422, "Invalid run_id: x"),
        (
            "1",
            "{bad",
            422,
            "Invalid manual_input_data JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ("1", "[]", 422, list),
        ("1", "{}", 422, list),
        ("1", "[1]", 422, "Each item in manual_input_data must be a JSON object (dict)."),
        ("99999", good.as_str(), 404, "Run not found for id 99999"),
    ] {
        assert_eq!(preview(&app, run, rows).await.pair(), refused(status, text), "{rows}");
    }
    let many = format!("[{}{{}}]", "{},".repeat(10_000));
    assert_eq!(preview(&app, "1", &many).await.status, 413);
}

#[tokio::test]
async fn bad_values_are_named() {
    let app = app().await;
    train(&app).await;
    let with = |name: &str, value: Value| {
        let mut row = row(1.0);
        row[name] = value;
        json!([row]).to_string()
    };
    for (rows, text) in [
        (with("sepal_length", json!("abc")), "Row 0, column 'sepal_length': Cannot convert 'abc' to Float"),
        (with("sepal_length", Value::Null), "Row 0, column 'sepal_length': Cannot convert 'None' to Float"),
        (with("sepal_length", json!(true)), "Row 0, column 'sepal_length': Boolean cannot be converted to Float"),
        (with("zzz", json!(1)), "Column 'zzz' not found in training dataset"),
    ] {
        assert_eq!(preview(&app, "1", &rows).await.pair(), refused(400, &format!("Invalid input data: {text}")));
    }
    let (status, answer) = preview(&app, "1", r#"[{"sepal_length": 5.0}]"#).await.pair();
    assert_eq!(status, 400);
    assert!(answer["detail"].as_str().unwrap().contains("sepal_width"), "{answer}");
}
