//! The operations as clients see them.

mod results;

use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::explorer::Explorer;
use skydash_domain::job::Job;
use skydash_domain::{ExplorerId, JobStatus, NotebookId, Status};
use skydash_ports::Stored;
use skydash_testkit::TestApp;

/// An application with notebook 1 over iris.
async fn app() -> TestApp {
    let app = TestApp::new(vec![("/explorer", super::router())]);
    let dataset = app.add_iris().await.unwrap();
    assert_eq!(app.add_notebook(dataset, "n").await.unwrap(), NotebookId(1));
    app
}

fn columns(names: &[&str]) -> Value {
    names.iter().map(|name| json!({ "columnName": name, "valueType": "Float" })).collect()
}

fn new(exploration_type: &str, names: &[&str]) -> Value {
    json!({ "notebook_id": 1, "exploration_type": exploration_type, "columns": columns(names), "parameters": {} })
}

fn detail(text: &str) -> Value {
    json!({ "detail": text })
}

async fn explorer(app: &TestApp, id: i64) -> Explorer {
    app.scope.meta.load::<Explorer>(id).await.unwrap().entity
}

#[tokio::test]
async fn an_explorer_is_created_and_its_job_waits() {
    let app = app().await;
    let mut body = new("DescribeExplorer", &["sepal_length", "target"]);
    body["name"] = json!("a look");
    let answer = app.post("/explorer", body).await;
    let row = answer.json();
    let mut keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        (answer.status.as_u16(), keys),
        (
            201,
            vec![
                "columns",
                "created",
                "delivery_time",
                "end_time",
                "exploration_path",
                "exploration_type",
                "id",
                "last_modified",
                "name",
                "notebook_id",
                "parameters",
                "start_time",
                "status"
            ]
        )
    );
    assert_eq!((&row["status"], &row["columns"]), (&json!(1), &columns(&["sepal_length", "target"])));
    assert_eq!(app.get("/explorer/1/").await.pair(), (200, row));
    let job = explorer(&app, 1).await.job_id.unwrap();
    assert_eq!(skydash_jobs::explore(&app.scope, ExplorerId(1)).await, Ok(job), "asking again is harmless");
    let job: Stored<Job> = app.scope.meta.load(job).await.unwrap();
    assert_eq!(job.name, "Explore: a look");
}

#[tokio::test]
async fn what_does_not_fit_the_component_is_refused() {
    let app = app().await;
    let refused = |body: Value| {
        let app = app.clone();
        async move { app.post("/explorer/", body).await.pair() }
    };
    let types = "Selected columns do not satisfy the explorer's type constraints";
    let two = ["sepal_length", "sepal_width"];
    assert_eq!(refused(new("HistogramPlotExplorer", &two)).await, (400, detail(types)));
    assert_eq!(refused(new("HistogramPlotExplorer", &[])).await, (400, detail(types)));
    assert_eq!(refused(new("HistogramPlotExplorer", &["nocol"])).await, (400, detail(types)));
    assert_eq!(refused(new("CorrelationMatrixExplorer", &["target", "sepal_length"])).await, (400, detail(types)));
    let mut nameless = new("HistogramPlotExplorer", &[]);
    nameless["columns"] = json!([{ "x": 1 }]);
    assert_eq!(refused(nameless).await, (400, detail("Error while validating explorer columns")));
    let mut wrong = new("DescribeExplorer", &two);
    wrong["parameters"] = json!({ "percentiles": 5 });
    assert_eq!(refused(wrong).await, (400, detail("Error while validating explorer parameters")));
    let parameters = refused(new("SVC", &two)).await;
    assert_eq!(parameters, (400, detail("Error while validating explorer parameters")));
    let unknown = refused(new("NopeExplorer", &[])).await;
    assert_eq!(unknown, (404, detail("Exploration type NopeExplorer not found")));
    let mut elsewhere = new("DescribeExplorer", &two);
    elsewhere["notebook_id"] = json!(9);
    assert_eq!(refused(elsewhere).await, (404, detail("Notebook not found")));
    let mut long = new("DescribeExplorer", &two);
    long["name"] = json!("x".repeat(201));
    assert_eq!(refused(long).await, (422, detail("The name may have at most 200 characters.")));
    let missing = refused(json!({ "notebook_id": 1 })).await.1;
    let fields: Vec<&Value> = (0..3).map(|fault| &missing["detail"][fault]["loc"][1]).collect();
    assert_eq!(fields, ["columns", "parameters", "exploration_type"]);
    assert!(app.scope.meta.list::<Explorer>().await.unwrap().is_empty());
}

#[tokio::test]
async fn explorers_are_listed_in_parts() {
    let app = app().await;
    for _ in 0..3 {
        app.add_explorer(NotebookId(1)).await.unwrap();
    }
    let ids = |rows: Value| rows.as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(app.get("/explorer/").await.json()), [1, 2, 3]);
    assert_eq!(ids(app.get("/explorer?skip=1&limit=1").await.json()), [2]);
    let fault = app.get("/explorer/?limit=x").await.json();
    assert_eq!(fault["detail"][0]["loc"], json!(["query", "limit"]));
}

#[tokio::test]
async fn a_change_replaces_columns_parameters_and_title() {
    let app = app().await;
    let id = app.add_explorer(NotebookId(1)).await.unwrap();
    let body =
        json!({ "columns": columns(&["sepal_width"]), "parameters": { "percentiles": "10" }, "name": "renamed" });
    let (status, row) = app.patch("/explorer/1/", body).await.pair();
    assert_eq!((status, &row["name"], &row["columns"]), (200, &json!("renamed"), &columns(&["sepal_width"])));
    assert!(explorer(&app, id.0).await.outdated);
    let nothing = json!({ "columns": [], "parameters": {} });
    assert_eq!(app.patch("/explorer/1/", nothing.clone()).await.json()["name"], Value::Null);
    assert_eq!(app.patch("/explorer/9/", nothing).await.pair(), (404, detail("Explorer not found")));
    let wrong = app.patch("/explorer/1/", json!({ "columns": [], "parameters": { "percentiles": 5 } })).await;
    assert_eq!(wrong.pair(), (400, detail("Error while validating explorer parameters")));
    assert_eq!(app.patch("/explorer/1/", json!({ "name": "x" })).await.status, 422);
}

#[tokio::test]
async fn a_deleted_explorer_leaves_no_job() {
    let app = app().await;
    app.post("/explorer/", new("DescribeExplorer", &["sepal_length"])).await;
    let job = explorer(&app, 1).await.job_id.unwrap();
    assert_eq!(app.delete("/explorer/1/").await.status, 204);
    assert_eq!(app.scope.meta.load::<Job>(job).await.unwrap().status, JobStatus::Cancelled);
    let missing = (404, detail("Explorer not found"));
    assert_eq!(app.get("/explorer/1/").await.pair(), missing);
    assert_eq!(app.delete("/explorer/1").await.pair(), missing);
    assert_eq!(app.json(Method::DELETE, "/explorer/x", Value::Null).await.status, 422);
}

#[tokio::test]
async fn what_was_explored_is_explored_again_only_after_a_change() {
    let app = app().await;
    app.post("/explorer/", new("DescribeExplorer", &["sepal_length"])).await;
    let ask = || async { skydash_jobs::explore(&app.scope, ExplorerId(1)).await.unwrap() };
    let first = results::finish(&app).await;
    assert_eq!(ask().await, first, "neither it nor the notebook changed");
    assert_eq!(explorer(&app, 1).await.status, Status::Finished);
    let body = json!({ "columns": columns(&["sepal_width"]), "parameters": {} });
    assert_eq!(app.patch("/explorer/1/", body).await.status, 200);
    let second = ask().await;
    assert_ne!(second, first);
    assert_eq!(results::finish(&app).await, second);
    let step = app.add_step(NotebookId(1)).await.unwrap();
    app.apply_step(step).await.unwrap();
    assert_ne!(ask().await, second, "the notebook has another table");
}
