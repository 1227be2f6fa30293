use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::dataset::Dataset;
use skydash_domain::job::Job;
use skydash_domain::notebook::Notebook;
use skydash_domain::{DatasetId, JobStatus, NotebookId, Status};
use skydash_ports::Stored;
use skydash_testkit::TestApp;

async fn app() -> TestApp {
    let app = TestApp::new(vec![("/notebook", super::router())]);
    assert_eq!(app.add_iris().await.unwrap(), DatasetId(1));
    app
}

async fn open(app: &TestApp, body: Value) -> Value {
    let answer = app.post("/notebook/", body).await;
    assert_eq!(answer.status, 201);
    answer.json()
}

#[tokio::test]
async fn a_notebook_shows_the_table_its_dataset_had() {
    let app = app().await;
    let row = open(&app, json!({ "dataset_id": 1, "name": "NB iris", "description": "d" })).await;
    let mut keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["created", "dataset_id", "description", "file_path", "id", "last_modified", "name"]);
    assert_eq!((&row["file_path"], &row["description"]), (&json!("notebooks/1"), &json!("d")));
    let notebook: Stored<Notebook> = app.scope.meta.load(1).await.unwrap();
    let dataset: Stored<Dataset> = app.scope.meta.load(1).await.unwrap();
    assert_eq!(Some(&notebook.table), dataset.table.as_ref());
    assert_eq!(app.get("/notebook/1").await.pair(), (200, row.clone()));
    assert_eq!(app.get("/notebook").await.pair(), (200, json!([row])));
}

#[tokio::test]
async fn a_name_and_a_description_may_be_left_out() {
    let row = open(&app().await, json!({ "dataset_id": "1" })).await;
    assert_eq!((&row["name"], &row["description"]), (&json!("Untitled Notebook"), &Value::Null));
}

#[tokio::test]
async fn a_notebook_needs_a_finished_dataset() {
    let app = app().await;
    let unknown = app.post("/notebook/", json!({ "dataset_id": 9 })).await;
    assert_eq!(unknown.pair(), (404, json!({ "detail": "Dataset not found" })));
    let missing = app.post("/notebook/", json!({})).await;
    assert_eq!((missing.status.as_u16(), &missing.json()["detail"][0]["loc"]), (422, &json!(["body", "dataset_id"])));
    let unfinished = |dataset: &mut Dataset| {
        dataset.status = Status::Delivered;
        Ok(())
    };
    let _ = app.scope.meta.update(1, unfinished).await.unwrap();
    let unready = app.post("/notebook/", json!({ "dataset_id": 1 })).await;
    assert_eq!(unready.pair(), (422, json!({ "detail": "Dataset is not in finished state" })));
}

#[tokio::test]
async fn overlong_texts_and_blank_names_are_refused() {
    let app = app().await;
    let name = app.post("/notebook/", json!({ "dataset_id": 1, "name": "x".repeat(201) })).await;
    assert_eq!(name.pair(), (422, json!({ "detail": "The name may have at most 200 characters." })));
    let blank = app.post("/notebook/", json!({ "dataset_id": 1, "name": " " })).await;
    assert_eq!(blank.pair(), (422, json!({ "detail": "Name cannot be empty" })));
    let text = app.post("/notebook/", json!({ "dataset_id": 1, "description": "x".repeat(10_001) })).await;
    assert_eq!(text.pair(), (422, json!({ "detail": "The description may have at most 10000 characters." })));
}

#[tokio::test]
async fn a_notebook_is_renamed() {
    let app = app().await;
    open(&app, json!({ "dataset_id": 1 })).await;
    assert_eq!(app.patch("/notebook/1", json!({ "name": "NB renamed" })).await.json()["name"], "NB renamed");
    let empty = (422, json!({ "detail": "Name cannot be empty" }));
    assert_eq!(app.patch("/notebook/1", json!({ "name": " " })).await.pair(), empty);
    assert_eq!(app.patch("/notebook/1", json!({})).await.pair(), empty);
    let null = app.patch("/notebook/1", json!({ "name": null })).await;
    assert_eq!((null.status.as_u16(), &null.json()["detail"][0]["type"]), (422, &json!("string_type")));
}

#[tokio::test]
async fn notebooks_are_deleted_alone_and_together() {
    let app = app().await;
    for _ in 0..3 {
        open(&app, json!({ "dataset_id": 1 })).await;
    }
    assert_eq!(app.delete("/notebook/2").await.status, 204);
    assert_eq!(app.json(Method::DELETE, "/notebook/", json!({ "ids": [1, 2, 99] })).await.status, 204);
    let left = app.get("/notebook/").await.json();
    assert_eq!((left.as_array().unwrap().len(), &left[0]["id"]), (1, &json!(3)));
    let missing = app.json(Method::DELETE, "/notebook/", json!({})).await;
    assert_eq!(missing.json()["detail"][0]["loc"], json!(["body", "ids"]));
}

#[tokio::test]
async fn an_unknown_notebook_is_not_found() {
    let app = app().await;
    let missing = (404, json!({ "detail": "Notebook not found" }));
    assert_eq!(app.get("/notebook/9").await.pair(), missing);
    assert_eq!(app.patch("/notebook/9", json!({ "name": "x" })).await.pair(), missing);
    assert_eq!(app.delete("/notebook/9").await.pair(), missing);
    assert_eq!(app.get("/notebook/x").await.status, 422);
}

#[tokio::test]
async fn what_was_made_in_a_notebook_is_listed_and_goes_with_it() {
    let app = app().await;
    open(&app, json!({ "dataset_id": 1 })).await;
    let notebook = NotebookId(1);
    app.add_explorer(notebook).await.unwrap();
    app.add_explorer(notebook).await.unwrap();
    app.add_step(notebook).await.unwrap();
    let job = skydash_jobs::explore(&app.scope, 1.into()).await.unwrap();
    let explorers = app.get("/notebook/1/explorers").await.json();
    assert_eq!((explorers.as_array().unwrap().len(), &explorers[0]["huey_id"]), (2, &json!(job.to_string())));
    assert_eq!((&explorers[1]["artifacts_path"], &explorers[1]["plot_overrides"]), (&Value::Null, &Value::Null));
    let part = app.get("/notebook/1/explorers?skip=1&limit=1").await.json();
    assert_eq!((part.as_array().unwrap().len(), &part[0]["id"]), (1, &json!(2)));
    let converters = app.get("/notebook/1/converters").await.json();
    assert_eq!((converters.as_array().unwrap().len(), &converters[0]["status"]), (1, &json!(0)));
    assert_eq!(app.delete("/notebook/1").await.status, 204);
    for path in ["/notebook/1/explorers", "/notebook/9/explorers?skip=0&limit=1", "/notebook/1/converters"] {
        assert_eq!(app.get(path).await.pair(), (200, json!([])), "{path}");
    }
    assert_eq!(app.scope.meta.load::<Job>(job).await.unwrap().status, JobStatus::Cancelled);
    let fault = app.get("/notebook/1/explorers?limit=x").await.json();
    assert_eq!(fault["detail"][0]["loc"], json!(["query", "limit"]));
}
