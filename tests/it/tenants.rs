//! Tenants: what belongs to one is not there for another, whatever is asked for.

use crate::openapi::operations;
use axum::http::{HeaderMap, Method};
use serde_json::{Value, json};
use skydash_domain::dataset::Dataset;
use skydash_domain::prediction::Prediction;
use skydash_domain::{JobId, Status, Tenant};
use skydash_memory::Memory;
use skydash_ports::Scope;
use skydash_testkit::{Answer, TestApp};
use std::collections::BTreeMap;

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data; boundary=B";
const BYTES: &str = "application/octet-stream";

/// The owner's upload: a table of one row.
const FILE: &str = "a\n1";

/// How times are written. The last is the cursor of `/job/changes`: microseconds.
const TIMES: [&str; 4] =
    ["0000-00-00T00:00:00.000000", "0000-00-00 00:00:00.000", "0000-00-00 00:00:00", "0000000000000000"];

/// How many answers, at least, must keep something of the owner's from the stranger, by method.
const LEAST_HIDDEN: [(&str, usize); 5] = [("DELETE", 12), ("GET", 40), ("PATCH", 9), ("POST", 23), ("PUT", 2)];

/// The whole API, over any ports. The routers are made once, not for every world.
fn api() -> impl Fn(Scope) -> TestApp {
    let resources: Vec<_> = skydash::routes::functions().into_iter().flat_map(|function| function.resources).collect();
    move |scope| TestApp::over(scope, resources.clone())
}

/// An owner who has one of everything, and a stranger who has nothing: beside the owner, and alone in another world.
struct World {
    owner: TestApp,
    job: String,
    upload: String,
    owned: Vec<Value>,
    beside: TestApp,
    alone: TestApp,
}

impl World {
    async fn new(api: impl Fn(Scope) -> TestApp) -> Self {
        let stranger = Tenant::try_from("stranger".to_owned()).unwrap();
        let owner = api(Memory::scope());
        let (job, upload) = fill(&owner).await;
        let beside = api(owner.scope.for_tenant(&stranger));
        let alone = api(Memory::scope().for_tenant(&stranger));
        let world = Self { owner, job, upload, owned: Vec::new(), beside, alone };
        Self { owned: world.everything().await, ..world }
    }

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
            found.push(self.owner.get(list).await.json());
        }
        found
    }

    async fn send(&self, app: &TestApp, request: &Request) -> Answer {
        let named = |text: &str| text.replace("{job_id}", &self.job).replace("{upload_id}", &self.upload);
        let headers = [("content-type", request.kind), ("x-request-id", "same")];
        app.send(request.method.clone(), &named(&request.path), &headers, named(&request.body)).await
    }

    /// What the stranger hears beside the owner, having checked that it hears the same alone, and that the owner still
    /// has what it had.
    async fn ask(&self, request: &Request) -> Answer {
        let (found, expected) = (self.send(&self.beside, request).await, self.send(&self.alone, request).await);
        assert_eq!(seen(&found), seen(&expected), "{request:?}");
        assert!(found.status.as_u16() < 500 || found.status == 501, "{request:?}: {}", found.status);
        assert_eq!(self.everything().await, self.owned, "{request:?}: it changed what the owner has");
        found
    }
}

/// Gives the owner one of everything, each numbered 1. Returns the names of what has no number: a job and an upload.
async fn fill(app: &TestApp) -> (String, String) {
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
    let plan = json!({ "file_name": "a.csv", "size_bytes": FILE.len() });
    let upload = app.post("/dataset/uploads", plan).await.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (job, upload) = (text(&job["id"]), text(&upload["upload_id"]));
    let part = app.send(Method::PUT, &format!("/dataset/uploads/{upload}/parts/1"), &[], FILE).await;
    assert_eq!(part.status, 204);
    (job, upload)
}

/// A request, with `{job_id}` and `{upload_id}` where those of the owner go.
#[derive(Debug)]
struct Request {
    method: Method,
    path: String,
    kind: &'static str,
    body: String,
}

impl Request {
    fn new(method: Method, path: impl Into<String>, kind: &'static str, body: impl ToString) -> Self {
        Self { method, path: path.into(), kind, body: body.to_string() }
    }
}

/// Every operation with the ids of what the owner has, every way to read a table, and every job.
fn requests() -> Vec<Request> {
    let query = "?path=datasets/1&page=0&page_size=5&run_id=1&prediction_id=1&model_session_id=1&name=x&dataset_id=1";
    let mut requests = Vec::new();
    for (method, path, operation) in operations() {
        let path = path.strip_prefix("/api/v1").unwrap().split('/').map(part).collect::<Vec<_>>().join("/");
        let takes = |kind: &str| operation["requestBody"]["content"].get(kind).is_some();
        let (kind, body) = if takes(BYTES) {
            (BYTES, FILE.to_owned())
        } else if takes("multipart/form-data") && !takes(JSON) {
            (FORM, form("DatasetJob"))
        } else {
            (JSON, body().to_string())
        };
        let method: Method = method.to_uppercase().parse().unwrap();
        requests.push(Request::new(method, format!("{path}{query}"), kind, body));
    }
    for table in ["notebooks/1", "predictions/1"] {
        for read in ["filter/", "file/", "sample/file", "file/info", "types/file", "export/csv"] {
            let path = format!("/dataset/{read}?path={table}&page=0&page_size=5");
            requests.push(Request::new(Method::GET, path, JSON, ""));
        }
    }
    for job in ["DatasetJob", "ExplorerJob", "ConverterJob", "ModelJob", "PredictJob"] {
        requests.push(Request::new(Method::POST, "/job/", JSON, json!({ "job_type": job, "kwargs": kwargs() })));
        requests.push(Request::new(Method::POST, "/job/", FORM, form(job)));
    }
    requests
}

/// A part of a path, with an id of the owner's where one goes.
fn part(part: &str) -> &str {
    match part {
        "{job_id}" | "{upload_id}" => part,
        "{column_name}" => "target",
        "{name}" => "SVC",
        variable if variable.starts_with('{') => "1",
        fixed => fixed,
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
        "plot_importance_path": "", "goal_metric": "", "components": [], "file_name": "a.csv", "size_bytes": 3,
    })
}

/// What jobs are to work on.
fn kwargs() -> Value {
    json!({
        "dataset_id": 1, "notebook_id": 1, "explorer_id": 1, "converter_id": 1, "run_id": 1, "prediction_id": 1,
        "upload_id": "{upload_id}", "params": {},
    })
}

/// A form with the fields that operations with forms want: previews of files and predictions, and jobs of this type.
fn form(job: &str) -> String {
    let kwargs = kwargs().to_string();
    let fields = [
        ("job_type", job),
        ("kwargs", kwargs.as_str()),
        ("run_id", "1"),
        ("manual_input_data", r#"[{"sepal_length": 1}]"#),
        ("upload_id", "{upload_id}"),
        ("params", r#"{"dataloader_name": "CSVDataLoader", "separator": ","}"#),
        ("type_changes", r#"{"a": {"new_type": "Text"}}"#),
    ];
    let part = |(name, text): (&str, &str)| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    fields.map(part).concat() + "--B--\r\n"
}

/// All that a client sees of an answer.
fn seen(answer: &Answer) -> (u16, HeaderMap, String) {
    (answer.status.as_u16(), answer.headers.clone(), lasting(&answer.bytes))
}

/// A body without what is different each time: times, and ids made by chance. Other numbers stay.
fn lasting(body: &[u8]) -> String {
    let is_edge = |it: char| matches!(it, '"' | '/');
    let lasting = |word: &str| {
        let bare = word.trim_end_matches(is_edge);
        let shape = bare.replace(|it: char| it.is_ascii_digit(), "0");
        let is_id = bare.len() == 36 && bare.parse::<JobId>().is_ok();
        let kept = if is_id || TIMES.contains(&shape.as_str()) { "*" } else { bare };
        format!("{kept}{}", &word[bare.len()..])
    };
    String::from_utf8_lossy(body).split_inclusive(is_edge).map(lasting).collect()
}

/// Whether an answer says that there is no such thing. Previews say so of their file with 422.
fn is_missing(answer: &Answer) -> bool {
    answer.status == 404 || answer.status == 422 && lasting(&answer.bytes).contains("Upload not found")
}

#[tokio::test]
async fn nobody_can_tell_that_another_tenant_has_anything() {
    let api = api();
    let mut world = World::new(&api).await;
    let (mut hidden, mut read) = (BTreeMap::<String, usize>::new(), 0);
    for request in requests() {
        let (found, own) = (world.ask(&request).await, world.send(&world.owner, &request).await);
        if is_missing(&found) && seen(&own) != seen(&found) {
            *hidden.entry(request.method.to_string()).or_default() += 1;
        } else {
            assert_ne!(request.kind, FORM, "{request:?}: the form names nothing that the owner has");
        }
        if request.method == Method::GET {
            read += usize::from(own.status == 200 && found.status == 404);
        } else {
            // Whoever sends the next request has nothing, and its owner everything.
            world = World::new(&api).await;
        }
    }
    assert!(read >= 20, "only {read} of the reads are of something that the owner has");
    let is_enough = |(method, least): &(&str, usize)| hidden.get(*method).is_some_and(|count| count >= least);
    assert!(LEAST_HIDDEN.iter().all(is_enough), "these answers hide something: {hidden:?}, not {LEAST_HIDDEN:?}");
}

#[tokio::test]
async fn what_somebody_has_is_no_way_to_what_another_has() {
    let world = World::new(api()).await;
    for app in [&world.beside, &world.alone] {
        app.add_iris().await.unwrap();
    }
    let job = |kwargs: Value| json!({ "job_type": "DatasetJob", "kwargs": kwargs });
    let of_upload = job(json!({ "dataset_id": 1, "upload_id": "{upload_id}" }));
    let of_notebook = job(json!({ "dataset_id": 1, "notebook_id": 1 }));
    for (method, path, body, missing) in [
        (Method::POST, "/job/", of_upload, "Upload not found"),
        (Method::POST, "/job/", of_notebook, "Notebook not found"),
        (Method::PATCH, "/dataset/1", json!({ "folder_id": 1 }), "Folder not found"),
    ] {
        let found = world.ask(&Request::new(method, path, JSON, body)).await;
        assert_eq!(found.pair(), (404, json!({ "detail": missing })));
    }
}
