//! Tenants: what belongs to one is not there for another, whatever is asked for.

use crate::openapi::operations;
use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::Tenant;
use skydash_domain::dataset::Dataset;
use skydash_domain::job::Job;
use skydash_domain::prediction::Prediction;
use skydash_domain::{JobId, Status};
use skydash_memory::Memory;
use skydash_ports::Scope;
use skydash_testkit::TestApp;

fn api(scope: Scope) -> TestApp {
    TestApp::over(scope, skydash::routes::functions().into_iter().flat_map(|function| function.resources).collect())
}

/// What the owner has: one of everything, and the names of what has no number.
struct Owned {
    app: TestApp,
    job: String,
    upload: String,
}

async fn owner(scope: Scope) -> Owned {
    let app = api(scope);
    let dataset = app.add_iris().await.unwrap();
    let session = app.add_session(dataset, "session").await.unwrap();
    let run = app.add_run(session, "forest").await.unwrap();
    let notebook = app.add_notebook(dataset, "book").await.unwrap();
    let step = app.add_step(notebook).await.unwrap();
    app.apply_step(step).await.unwrap();
    app.add_explorer(notebook).await.unwrap();
    app.post("/folder/", json!({ "name": "F" })).await;
    let table = app.scope.meta.load::<Dataset>(dataset).await.unwrap().entity.table;
    let prediction = app.add_prediction(run, Some(dataset)).await.unwrap();
    let finished = |prediction: &mut Prediction| {
        (prediction.status, prediction.table) = (Status::Finished, table.clone());
        Ok(())
    };
    app.scope.meta.update(prediction, finished).await.unwrap();
    let job = app.post("/job/", json!({ "job_type": "ModelJob", "kwargs": { "run_id": 1 } })).await.json();
    let upload = app.post("/dataset/uploads", json!({ "file_name": "a.csv", "size_bytes": 3 })).await.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Owned { app, job: text(&job["id"]), upload: text(&upload["upload_id"]) }
}

impl Owned {
    /// Everything the owner can list.
    async fn everything(&self) -> Vec<Value> {
        let upload = format!("/dataset/uploads/{}", self.upload);
        let lists = [
            "/dataset/",
            "/folder/",
            "/notebook/",
            "/explorer/",
            "/notebook/1/converters",
            "/model-session/",
            "/run/",
            "/predict/?run_id=1",
            "/job/",
            &upload,
        ];
        let mut found = Vec::new();
        for list in lists {
            found.push(self.app.get(list).await.json());
        }
        found
    }
}

/// A body with every field that names something of the owner's, and what else operations want.
fn body() -> Value {
    json!({
        "name": "x", "new_name": "x", "description": "x", "ids": [1], "dataset_id": 1, "notebook_id": 1, "run_id": 1,
        "model_session_id": 1, "folder_id": 1, "explorer_id": 1, "converter_id": 1, "exploration_type": "DescribeExplorer",
        "columns": [{ "columnName": "sepal_length" }], "parameters": {}, "converter": "StandardScaler", "index": 0,
        "figure": {}, "options": {}, "old_name": "target", "encoder": "label", "task_name": "TabularClassificationTask",
        "inputs_columns": ["sepal_length"], "outputs_columns": ["target"], "input_columns": ["sepal_length"],
        "output_columns": ["target"], "train_metrics": [], "validation_metrics": [], "test_metrics": [], "splits": "{}",
        "evaluation_strategy": "HoldoutEvaluationStrategy", "model_name": "DummyClassifier", "optimizer_name": "",
        "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "", "plot_contour_path": "",
        "plot_importance_path": "", "goal_metric": "", "components": [],
    })
}

/// Requests for everything of the owner's: every operation with the owner's ids, and jobs on it.
fn requests(owned: &Owned) -> Vec<(Method, String, Value)> {
    let part = |part: &str| match part {
        "{job_id}" => owned.job.clone(),
        "{upload_id}" => owned.upload.clone(),
        "{column_name}" => "target".to_owned(),
        "{name}" => "SVC".to_owned(),
        "{plot_type}" => "1".to_owned(),
        variable if variable.starts_with('{') => "1".to_owned(),
        other => other.to_owned(),
    };
    let query = "?path=datasets/1&page=0&page_size=5&run_id=1&prediction_id=1&model_session_id=1&name=x&dataset_id=1";
    let mut requests = Vec::new();
    for (method, path, _) in operations() {
        let path = path.strip_prefix("/api/v1").unwrap().split('/').map(part).collect::<Vec<_>>().join("/");
        let method: Method = method.to_uppercase().parse().unwrap();
        // A websocket is no request with an answer.
        if !path.contains("/metrics/ws/") {
            requests.push((method, format!("{path}{query}"), body()));
        }
    }
    for table in ["notebooks/1", "predictions/1"] {
        for read in ["filter/", "file/", "sample/file", "file/info", "types/file", "export/csv"] {
            requests.push((Method::GET, format!("/dataset/{read}?path={table}&page=0&page_size=5"), Value::Null));
        }
    }
    let kwargs = json!({
        "dataset_id": 1, "notebook_id": 1, "explorer_id": 1, "converter_id": 1, "run_id": 1, "prediction_id": 1,
        "upload_id": owned.upload, "params": {},
    });
    for job in ["DatasetJob", "ExplorerJob", "ConverterJob", "ModelJob", "PredictJob"] {
        requests.push((Method::POST, "/job/".to_owned(), json!({ "job_type": job, "kwargs": kwargs })));
    }
    requests
}

/// A body without what is different each time: numbers of time, and names made by chance.
fn lasting(body: &[u8]) -> String {
    let text: String =
        String::from_utf8_lossy(body).chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let words = text.split_inclusive(|it: char| !(it.is_ascii_hexdigit() || it == '-'));
    words
        .map(|word| if is_id(word.trim_end_matches(|it: char| !it.is_ascii_hexdigit())) { "id " } else { word })
        .collect()
}

#[tokio::test]
async fn nobody_can_tell_that_another_tenant_has_anything() {
    let stranger = Tenant::try_from("stranger".to_owned()).unwrap();
    let shared = Memory::scope();
    let owned = owner(shared.clone()).await;
    let before = owned.everything().await;
    let beside = api(shared.for_tenant(&stranger));
    let alone = api(Memory::scope().for_tenant(&stranger));
    let mut read = 0;
    for (method, path, body) in requests(&owned) {
        let send = |app: &TestApp| {
            let (app, method, path, body) = (app.clone(), method.clone(), path.clone(), body.clone());
            async move { app.json(method, &path, body).await }
        };
        let (found, expected) = (send(&beside).await, send(&alone).await);
        assert_eq!(
            (found.status, lasting(&found.bytes)),
            (expected.status, lasting(&expected.bytes)),
            "{method} {path}"
        );
        assert!(found.status.as_u16() < 500 || found.status == 501, "{method} {path}: {}", found.status);
        if method == Method::GET && owned.app.get(&path).await.status == 200 && found.status == 404 {
            read += 1;
        }
    }
    assert!(read >= 20, "only {read} of the reads are of something that the owner has");
    assert_eq!(owned.everything().await, before, "nothing of the owner's has changed");
    let job: JobId = owned.job.parse().unwrap();
    assert!(owned.app.scope.meta.find::<Job>(job).await.unwrap().is_some());
}
