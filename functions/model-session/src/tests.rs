//! The operations as clients see them.

use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::Status;
use skydash_domain::dataset::Dataset;
use skydash_domain::run::Run;
use skydash_ports::Stored;
use skydash_testkit::TestApp;

const SPLITS: &str =
    r#"{"splitter_name":"HoldoutSplitter","splitType":"random","train":0.6,"test":0.2,"validation":0.2}"#;

async fn app() -> TestApp {
    let app = TestApp::new(vec![("/model-session", crate::router())]);
    assert_eq!(app.add_iris().await.unwrap().0, 1);
    app
}

fn session(name: &str) -> Value {
    json!({
        "dataset_id": 1, "task_name": "TabularClassificationTask", "name": name,
        "input_columns": ["sepal_length", "sepal_width"], "output_columns": ["target"],
        "train_metrics": ["F1"], "validation_metrics": ["F1"], "test_metrics": ["F1"],
        "evaluation_strategy": "HoldoutEvaluationStrategy", "splits": SPLITS,
    })
}

fn with(name: &str, field: &str, value: Value) -> Value {
    let mut body = session(name);
    body[field] = value;
    body
}

async fn detail(app: &TestApp, body: Value) -> (u16, Value) {
    let (status, answer) = app.post("/model-session", body).await.pair();
    (status, answer["detail"].clone())
}

#[tokio::test]
async fn a_session_is_echoed_and_listed() {
    let app = app().await;
    let (status, row) = app.post("/model-session/", session("first")).await.pair();
    assert_eq!(status, 201);
    for (field, value) in session("first").as_object().unwrap() {
        assert_eq!(&row[field], value, "{field}");
    }
    assert_eq!(row["id"], 1);
    assert_eq!(row["created"].as_str().unwrap().len(), "2026-11-23T17:59:09.965194".len());
    assert_eq!(app.get("/model-session/1").await.json(), row);
    assert_eq!(app.get("/model-session").await.json(), json!([row]));
    assert_eq!(app.get("/model-session/9").await.pair(), (404, json!({ "detail": "Model session not found" })));
    let (status, answer) = app.get("/model-session/abc").await.pair();
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["path", "model_session_id"])));
}

#[tokio::test]
async fn millions_of_listed_rows_are_kept_and_given_back() {
    let app = app().await;
    let rows: Vec<String> = (0..1_300_000).map(|row| row.to_string()).collect();
    let splits = format!(
        r#"{{"splitter_name": "HoldoutSplitter", "splitType": "manual", "splitted_indexes": {{"train_indexes": [{}]}}}}"#,
        rows.join(", ")
    );
    assert!(splits.len() > 10 << 20);
    let (status, row) = app.post("/model-session", with("long", "splits", json!(splits))).await.pair();
    assert!(status == 201 && row["splits"] == json!(splits), "{status}");
    assert!(app.get("/model-session/1").await.json() == row);
    let renamed = app.patch("/model-session/1", json!({ "name": "other" })).await.json();
    assert!(renamed["splits"] == row["splits"] && renamed["name"] == "other");
    let listed = app.get("/model-session").await.json();
    assert_eq!(listed[0]["splits"], r#"{"splitType":"manual","splitter_name":"HoldoutSplitter"}"#);
    let (status, text) =
        detail(&app, with("longer", "splits", json!(format!("{splits}{}", " ".repeat(8 << 20))))).await;
    assert_eq!(status, 413);
    assert!(text.as_str().unwrap().contains("at most 16777216 can be stored. List fewer rows"), "{text}");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_session_is_said() {
    let app = app().await;
    assert_eq!(app.post("/model-session", session("taken")).await.status, 201);
    let refused = [
        (session("taken"), 409, "Model session with name 'taken' already exists."),
        (with("x", "dataset_id", json!(99)), 404, "Dataset not found"),
        (with("x", "input_columns", json!(["a", "b", "c", "d", "e", "f"])), 400, "Column index out of range"),
        (
            with("x", "splits", json!("{bad")),
            422,
            "splits is not a valid JSON object: Expecting property name enclosed in double quotes: \
             line 1 column 2 (char 1)",
        ),
        (
            with("x", "splits", json!("[1]")),
            422,
            "splits is not a valid JSON object: expected an object with the splitter's name and parameters.",
        ),
        (
            with("x", "splits", json!(r#"{"splitter_name":"Nope"}"#)),
            422,
            "Splitter Nope does not exist in the registry.",
        ),
        (session(&"n".repeat(201)), 422, "The name may have at most 200 characters."),
    ];
    for (body, status, text) in refused {
        assert_eq!(detail(&app, body).await, (status, json!(text)));
    }
    let (status, text) = detail(&app, with("x", "splits", json!(r#"{"train":0.9,"test":0.2,"validation":0.2}"#))).await;
    assert_eq!(status, 422);
    assert!(text.as_str().unwrap().starts_with("Invalid configuration for splitter HoldoutSplitter: "), "{text}");
    let (status, faults) = detail(&app, json!({ "name": "x" })).await;
    assert_eq!((status, faults.as_array().unwrap().len()), (422, 8));
    let (_, faults) = detail(&app, with("x", "splits", json!({}))).await;
    assert_eq!((&faults[0]["type"], &faults[0]["loc"]), (&json!("string_type"), &json!(["body", "splits"])));
}

#[tokio::test]
async fn task_metrics_strategy_and_column_names_are_not_looked_up() {
    let app = app().await;
    for (index, (field, value)) in [
        ("task_name", json!("NopeTask")),
        ("train_metrics", json!(["NopeMetric"])),
        ("evaluation_strategy", json!("Nope")),
        ("input_columns", json!(["nocol"])),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = app.post("/model-session", with(&format!("s{index}"), field, value.clone())).await;
        assert_eq!((answer.status.as_u16(), &answer.json()[field]), (201, &value));
    }
}

#[tokio::test]
async fn older_clients_leave_the_strategy_out() {
    let app = app().await;
    let mut body = session("old");
    body.as_object_mut().unwrap().remove("evaluation_strategy");
    let row = app.post("/model-session", body).await.json();
    assert_eq!(row["evaluation_strategy"], "HoldoutEvaluationStrategy");
}

#[tokio::test]
async fn columns_are_checked_against_the_task() {
    let app = app().await;
    let check = async |task: &str, dataset: i64, inputs: Value, outputs: Value| {
        let body =
            json!({ "task_name": task, "dataset_id": dataset, "inputs_columns": inputs, "outputs_columns": outputs });
        app.post("/model-session/validation", body).await.pair()
    };
    let task = "TabularClassificationTask";
    let valid = json!({ "dataset_status": "valid" });
    assert_eq!(check(task, 1, json!(["sepal_length"]), json!(["target"])).await, (200, valid.clone()));
    assert_eq!(check(task, 1, json!([]), json!(["target"])).await, (200, valid));
    let invalid = |error: &str| (200, json!({ "dataset_status": "invalid", "error": error }));
    assert_eq!(
        check(task, 1, json!(["target"]), json!(["sepal_length"])).await,
        invalid("Float(size=64, dtype='float64') is not an allowed type for output columns.")
    );
    assert_eq!(
        check(task, 1, json!(["sepal_length"]), json!([])).await,
        invalid("Output cardinality (0) does not match task cardinality (1)")
    );
    let refused = |status: u16, text: &str| (status, json!({ "detail": text }));
    assert_eq!(
        check("Nope", 1, json!([]), json!(["target"])).await,
        refused(404, "Task Nope not found in the registry.")
    );
    assert_eq!(check(task, 99, json!([]), json!(["target"])).await, refused(404, "Dataset not found"));
    assert_eq!(
        check(task, 1, json!(["a", "b", "c", "d", "e", "f"]), json!([])).await,
        refused(400, "Column index out of range")
    );
    assert_eq!(
        check(task, 1, json!(["nocol"]), json!(["target"])).await,
        refused(422, "Column 'nocol' not found in dataset")
    );
    let (status, answer) = check(task, 1, json!([1]), json!(["target"])).await;
    assert_eq!((status, &answer["detail"][0]["loc"]), (422, &json!(["body", "inputs_columns", 0])));
}

#[tokio::test]
async fn changes_come_as_a_query_or_as_a_body() {
    let app = app().await;
    app.post("/model-session", session("one")).await;
    app.post("/model-session", session("two")).await;
    let patch = async |query: &str| app.send(Method::PATCH, &format!("/model-session/{query}"), &[], "").await.pair();
    assert_eq!(patch("1?name=new+name").await.1["name"], "new name");
    assert_eq!(app.patch("/model-session/1", json!({ "name": "in body" })).await.json()["name"], "in body");
    assert_eq!(app.patch("/model-session/1", Value::Null).await.status, 304);
    assert_eq!(patch("1").await, (304, Value::Null));
    assert_eq!(patch("1?dataset_id=99999").await.1["dataset_id"], 99999);
    assert_eq!(patch("1?task_name=Whatever").await.1["task_name"], "Whatever");
    let refused = |status: u16, text: &str| (status, json!({ "detail": text }));
    assert_eq!(patch("1?name=two").await, refused(409, "Model session name already exists"));
    assert_eq!(patch("1?name=").await, refused(422, "Name cannot be empty"));
    assert_eq!(patch("1?name=+++").await, refused(422, "Name cannot be empty"));
    assert_eq!(patch("9?name=z").await, refused(404, "Model session not found"));
    assert_eq!(patch("1?dataset_id=x").await.1["detail"][0]["loc"], json!(["query", "dataset_id"]));
    assert_eq!(app.post("/model-session", session("one")).await.status, 201, "the old name is free again");
}

#[tokio::test]
async fn a_session_and_a_loading_of_its_dataset_see_each_other() {
    let app = app().await;
    let version = async || app.scope.meta.load::<Dataset>(1).await.unwrap().version;
    let before = version().await;
    assert_eq!(detail(&app, session(" ")).await, (422, json!("Name cannot be empty")));
    assert_eq!(version().await, before);
    assert_eq!(app.post("/model-session", session("one")).await.status, 201);
    assert!(version().await > before, "a job that looked for sessions before looks again");
    let other = app.add_dataset("other", 1, &[]).await.unwrap();
    let load = |dataset: &mut Dataset| {
        dataset.status = Status::Delivered;
        Ok(())
    };
    app.scope.meta.update(other, load).await.unwrap();
    app.scope.meta.update(1, load).await.unwrap();
    assert_eq!(detail(&app, session("two")).await, (422, json!("Dataset is not in finished state")));
    let moved = app.patch("/model-session/1", json!({ "dataset_id": other })).await;
    let sentence = "The dataset is being loaded. Wait until its job ends, then try again.";
    assert_eq!(moved.pair(), (409, json!({ "detail": sentence })));
}

#[tokio::test]
async fn deleting_takes_the_runs_along_and_frees_the_name() {
    let app = app().await;
    app.post("/model-session", session("one")).await;
    let run = app.add_run(1.into(), "run").await.unwrap();
    assert_eq!(app.delete("/model-session/1").await.status, 204);
    let left: Option<Stored<Run>> = app.scope.meta.find(run).await.unwrap();
    assert!(left.is_none());
    assert_eq!(app.delete("/model-session/1").await.pair(), (404, json!({ "detail": "Model session not found" })));
    assert_eq!(app.post("/model-session", session("one")).await.json()["id"], 2);
    let answer = app.json(Method::DELETE, "/model-session/", json!({ "ids": [2, 99] })).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0));
    assert_eq!(app.get("/model-session").await.json(), json!([]));
    assert_eq!(app.send(Method::DELETE, "/model-session/", &[], "").await.status, 422);
}
