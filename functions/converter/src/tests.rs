//! The operations as clients see them.

use serde_json::{Value, json};
use skydash_domain::converter::Converter;
use skydash_domain::dataset::TableVersion;
use skydash_domain::explorer::Explorer;
use skydash_domain::job::Job;
use skydash_domain::notebook::Notebook;
use skydash_domain::{ConverterId, JobStatus, NotebookId};
use skydash_testkit::TestApp;
use std::time::{Duration, Instant};

/// An application with notebook 1 over iris.
async fn app() -> TestApp {
    let app = TestApp::new(vec![("/converter", super::router())]);
    let dataset = app.add_iris().await.unwrap();
    assert_eq!(app.add_notebook(dataset, "n").await.unwrap(), NotebookId(1));
    app
}

/// A step and the table it made.
async fn applied(app: &TestApp) -> (ConverterId, TableVersion) {
    let id = app.add_step(NotebookId(1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    (id, app.apply_step(id).await.unwrap())
}

async fn notebook(app: &TestApp) -> Notebook {
    app.scope.meta.load::<Notebook>(1).await.unwrap().entity
}

async fn steps(app: &TestApp) -> Vec<i64> {
    app.scope.meta.list::<Converter>().await.unwrap().iter().map(|step| step.id.0).collect()
}

async fn revert(app: &TestApp, id: ConverterId) {
    assert_eq!(app.delete(&format!("/converter/{id}")).await.pair(), (200, json!({ "jobId": null })));
}

#[tokio::test]
async fn a_step_is_added_as_it_was_sent() {
    let app = app().await;
    let parameters = json!({
        "params": { "with_mean": true }, "order": 1, "target": { "idx": 5 },
        "scope": { "rows": [1, 2], "columns": [
            { "idx": 1, "columnName": "sepal_length", "id": 0, "valueType": "Float", "dataType": "float64" },
        ] },
    });
    let body = json!({ "notebook_id": 1, "converter": "StandardScaler", "parameters": parameters });
    let answer = app.post("/converter", body).await;
    let row = answer.json();
    let mut keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        (answer.status.as_u16(), keys),
        (
            201,
            vec![
                "converter",
                "created",
                "delivery_time",
                "end_time",
                "huey_id",
                "id",
                "last_modified",
                "notebook_id",
                "parameters",
                "start_time",
                "status"
            ]
        )
    );
    assert_eq!((&row["status"], &row["huey_id"], &row["parameters"]), (&json!(0), &Value::Null, &parameters));
    assert_eq!(app.get("/converter/1").await.pair(), (200, row));
}

#[tokio::test]
async fn a_step_may_leave_everything_to_its_component() {
    let app = app().await;
    let body = json!({ "notebook_id": 1, "converter": "NopeConverter", "parameters": {} });
    let row = app.post("/converter/", body).await.json();
    assert_eq!(row["parameters"], json!({ "params": null, "scope": null, "order": 0, "target": null }));
}

#[tokio::test]
async fn what_is_missing_or_unknown_is_refused() {
    let app = app().await;
    let detail = |text: &str| json!({ "detail": text });
    let nowhere = json!({ "notebook_id": 9, "converter": "PCA", "parameters": {} });
    assert_eq!(app.post("/converter/", nowhere).await.pair(), (404, detail("Notebook not found")));
    let missing = app.post("/converter/", json!({})).await.json();
    let fields: Vec<&Value> = (0..3).map(|fault| &missing["detail"][fault]["loc"][1]).collect();
    assert_eq!(fields, ["notebook_id", "converter", "parameters"]);
    let scope = json!({ "scope": { "columns": [{ "columnName": "x" }] } });
    let nameless = app.post("/converter/", json!({ "notebook_id": 1, "converter": "PCA", "parameters": scope })).await;
    let place = json!(["body", "parameters", "scope", "columns", 0, "idx"]);
    assert_eq!((nameless.status.as_u16(), &nameless.json()["detail"][0]["loc"]), (422, &place));
    let rows = json!({ "scope": { "rows": vec![123_456; 60_000] } });
    let long = app.post("/converter/", json!({ "notebook_id": 1, "converter": "PCA", "parameters": rows })).await;
    assert_eq!(long.status, 413);
    let unknown = (404, detail("Converter list not found"));
    assert_eq!(app.get("/converter/9").await.pair(), unknown);
    assert_eq!(app.delete("/converter/9").await.pair(), unknown);
    assert_eq!(app.get("/converter/x").await.status, 422);
}

#[tokio::test]
async fn finished_steps_of_a_notebook_are_listed() {
    let app = app().await;
    let (done, _) = applied(&app).await;
    app.add_step(NotebookId(1)).await.unwrap();
    let rows = app.get("/converter/notebook/1").await.json();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["id"]), (1, &json!(done.0)));
    assert_eq!(app.get("/converter/notebook/9").await.pair(), (200, json!([])));
}

#[tokio::test]
async fn a_step_is_taken_back_by_moving_the_pointer() {
    let app = app().await;
    let first_table = notebook(&app).await.table;
    let before = app.add_explorer(NotebookId(1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let (one, table_one) = applied(&app).await;
    let (two, _) = applied(&app).await;
    let waiting = app.add_step(NotebookId(1)).await.unwrap();
    let job = skydash_jobs::convert(&app.scope, waiting).await.unwrap();
    app.add_explorer(NotebookId(1)).await.unwrap();
    revert(&app, two).await;
    assert_eq!((notebook(&app).await.table, notebook(&app).await.steps), (table_one, 1));
    assert_eq!(steps(&app).await, [one.0], "later steps are gone, whether they were applied or not");
    let explorers = app.scope.meta.list::<Explorer>().await.unwrap();
    assert_eq!(explorers.iter().map(|explorer| explorer.id).collect::<Vec<_>>(), [before]);
    assert_eq!(app.scope.meta.load::<Job>(job).await.unwrap().status, JobStatus::Cancelled);
    revert(&app, one).await;
    assert_eq!((notebook(&app).await.table, notebook(&app).await.steps), (first_table, 0));
}

#[tokio::test]
async fn a_step_that_was_not_applied_leaves_the_table() {
    let app = app().await;
    let (_, table) = applied(&app).await;
    let waiting = app.add_step(NotebookId(1)).await.unwrap();
    revert(&app, waiting).await;
    assert_eq!(notebook(&app).await.table, table);
    assert_eq!(steps(&app).await, [1]);
}

#[tokio::test]
async fn what_was_made_of_a_steps_table_goes_with_it_whatever_the_order() {
    let app = app().await;
    let first_table = notebook(&app).await.table;
    let early = app.add_step(NotebookId(1)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let (late, _) = applied(&app).await;
    app.apply_step(early).await.unwrap();
    revert(&app, late).await;
    assert_eq!((notebook(&app).await.table, steps(&app).await), (first_table, vec![]));
}

#[tokio::test]
async fn hundreds_of_steps_are_taken_back() {
    let app = app().await;
    let first_table = notebook(&app).await.table;
    let (first, _) = applied(&app).await;
    for _ in 0..120 {
        let step = app.add_step(NotebookId(1)).await.unwrap();
        app.apply_step(step).await.unwrap();
        app.add_explorer(NotebookId(1)).await.unwrap();
    }
    revert(&app, first).await;
    assert_eq!((notebook(&app).await.table, notebook(&app).await.steps), (first_table, 0));
    assert!(steps(&app).await.is_empty() && app.scope.meta.list::<Explorer>().await.unwrap().is_empty());
}

#[tokio::test]
async fn twenty_steps_are_taken_back_at_once() {
    let app = app().await;
    let (first, _) = applied(&app).await;
    for _ in 1..20 {
        applied(&app).await;
    }
    let start = Instant::now();
    revert(&app, first).await;
    assert!(start.elapsed() < Duration::from_millis(50), "{:?}", start.elapsed());
}
