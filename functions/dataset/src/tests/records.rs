use super::{change, detail, empty, keys, put, with_iris};
use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::folder::Folder;
use skydash_domain::job::{Job, Task};
use skydash_domain::notebook::Notebook;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::{FolderId, JobStatus, Status, Timestamp};
use skydash_ports::Stored;

const FIELDS: [&str; 9] =
    ["created", "file_path", "folder_id", "id", "last_modified", "name", "status", "total_columns", "total_rows"];

#[tokio::test]
async fn a_dataset_is_created_empty() {
    let app = empty();
    let (status, row) = app.post("/dataset/", json!({ "name": "iris", "notebook_id": null })).await.pair();
    assert_eq!((status, keys(&row)), (201, FIELDS.map(String::from).to_vec()));
    assert_eq!((&row["id"], &row["status"], &row["file_path"]), (&json!(1), &json!(0), &json!("")));
    assert_eq!((&row["total_rows"], &row["folder_id"]), (&Value::Null, &Value::Null));
    let read = app.get("/dataset/1").await.json();
    assert_eq!((&read["name"], &read["huey_id"], read.get("task")), (&json!("iris"), &Value::Null, None));
    let listed = app.get("/dataset").await.json();
    assert_eq!((listed.as_array().unwrap().len(), listed[0].get("task")), (1, Some(&Value::Null)));
}

#[tokio::test]
async fn what_is_wrong_with_a_new_dataset_is_said() {
    let app = empty();
    assert_eq!(app.post("/dataset/", json!({ "name": "iris" })).await.status, 201);
    let taken = app.post("/dataset/", json!({ "name": "iris" })).await;
    assert_eq!(detail(&taken), (409, "A dataset with the name 'iris' already exists".into()));
    let missing = app.post("/dataset/", json!({})).await.json();
    assert_eq!(
        (&missing["detail"][0]["type"], &missing["detail"][0]["loc"]),
        (&json!("missing"), &json!(["body", "name"]))
    );
    let number = app.post("/dataset/", json!({ "name": 5 })).await.json();
    assert_eq!(number["detail"][0]["type"], "string_type");
    let long = app.post("/dataset/", json!({ "name": "x".repeat(201) })).await;
    assert_eq!(detail(&long), (422, "The name may have at most 200 characters.".into()));
    let notebook = app.post("/dataset/", json!({ "name": "x", "notebook_id": 9 })).await;
    assert_eq!(detail(&notebook), (404, "Notebook not found".into()));
    let empty = app.post("/dataset/", json!({ "name": "" })).await;
    assert_eq!(detail(&empty), (422, "Name cannot be empty".into()));
    let json = [("content-type", "application/json")];
    let bad = app.send(Method::POST, "/dataset/", &json, "{bad").await.json();
    assert_eq!(bad["detail"][0]["type"], "json_invalid");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let form = app.send(Method::POST, "/dataset/", &form, "name=formpost").await.json();
    assert_eq!(
        (&form["detail"][0]["type"], &form["detail"][0]["input"]),
        (&json!("model_attributes_type"), &json!("name=formpost"))
    );
}

#[tokio::test]
async fn a_dataset_is_renamed_and_moved() {
    let app = with_iris().await;
    let folder = Folder { id: FolderId(4), name: "F".into(), created: Timestamp(0), last_modified: Timestamp(0) };
    put(&app, &folder).await;
    let before = app.get("/dataset/1").await.json();
    assert_eq!(app.patch("/dataset/1", json!({})).await.pair(), (200, before));
    let moved = app.patch("/dataset/1", json!({ "name": "iris2", "folder_id": 4 })).await.json();
    assert_eq!((&moved["name"], &moved["folder_id"]), (&json!("iris2"), &json!(4)));
    let renamed = app.patch("/dataset/1", json!({ "name": "iris3" })).await.json();
    assert_eq!((&renamed["name"], &renamed["folder_id"]), (&json!("iris3"), &json!(4)));
    let out = app.patch("/dataset/1", json!({ "folder_id": null })).await.json();
    assert_eq!((&out["name"], &out["folder_id"]), (&json!("iris3"), &Value::Null));
    assert_eq!(app.post("/dataset/", json!({ "name": "iris2" })).await.status, 201);
}

#[tokio::test]
async fn what_is_wrong_with_a_change_is_said() {
    let app = with_iris().await;
    assert_eq!(app.post("/dataset/", json!({ "name": "other" })).await.status, 201);
    let refused = [
        ("/dataset/1", json!({ "name": "  " }), 422, "Name cannot be empty"),
        ("/dataset/1", json!({ "name": "other" }), 409, "Dataset name already exists"),
        ("/dataset/1", json!({ "folder_id": 9999 }), 404, "Folder not found"),
        ("/dataset/9", json!({ "name": "x" }), 404, "Dataset not found"),
    ];
    for (path, body, status, text) in refused {
        assert_eq!(detail(&app.patch(path, body).await), (status, text.into()));
    }
    let blank = app.post("/dataset/", json!({ "name": "  " })).await;
    assert_eq!(detail(&blank), (422, "Name cannot be empty".into()), "nor can one be created without a name");
    let null = app.patch("/dataset/1", json!({ "name": null })).await.json();
    assert_eq!(null["detail"][0]["type"], "string_type");
    assert_eq!(app.get("/dataset/1").await.json()["name"], "iris");
}

#[tokio::test]
async fn a_copy_is_finished_at_once_and_shares_the_table() {
    let app = with_iris().await;
    let (status, row) = app.post("/dataset/copy", json!({ "dataset_id": 1 })).await.pair();
    assert_eq!((status, &row["name"], &row["status"]), (201, &json!("iris_copy"), &json!(3)));
    assert_eq!(
        (&row["total_rows"], &row["total_columns"], &row["file_path"]),
        (&json!(150), &json!(5), &json!("datasets/2"))
    );
    let original: Stored<Dataset> = app.scope.meta.load(1).await.unwrap();
    let copy: Stored<Dataset> = app.scope.meta.load(2).await.unwrap();
    assert_eq!(copy.table, original.table);
    assert_eq!(app.get("/dataset/2/types").await.json(), app.get("/dataset/1/types").await.json());
}

#[tokio::test]
async fn what_cannot_be_copied_is_said() {
    let app = with_iris().await;
    assert_eq!(app.post("/dataset/copy", json!({ "dataset_id": 1 })).await.status, 201);
    let again = app.post("/dataset/copy", json!({ "dataset_id": 1 })).await;
    assert_eq!(detail(&again), (409, "A dataset with the name 'iris_copy' already exists.".into()));
    let unknown = app.post("/dataset/copy", json!({ "dataset_id": 99 })).await;
    assert_eq!(detail(&unknown), (404, "Original dataset not found.".into()));
    change(&app, 1, |dataset| dataset.status = Status::Error).await;
    let unready = app.post("/dataset/copy", json!({ "dataset_id": 1 })).await;
    assert_eq!(detail(&unready), (422, "Original dataset is not in finished state".into()));
    let word = app.post("/dataset/copy", json!({ "dataset_id": "x" })).await.json();
    assert_eq!(word["detail"][0]["type"], "int_parsing");
    let missing = app.post("/dataset/copy", json!({ "other": 1 })).await.json();
    assert_eq!(missing["detail"][0]["type"], "missing");
}

#[tokio::test]
async fn deleting_takes_everything_below_along_and_stops_its_jobs() {
    let app = with_iris().await;
    let session = app.add_session(1.into(), "s").await.unwrap();
    let run = app.add_run(session, "r").await.unwrap();
    let job = skydash_jobs::enqueue(&app.scope, Task::Model { run_id: run }, "Train: r").await.unwrap();
    let notebook = app.add_notebook(1.into(), "n").await.unwrap();
    app.add_step(notebook).await.unwrap();
    app.add_explorer(notebook).await.unwrap();
    let explored = skydash_jobs::explore(&app.scope, 1.into()).await.unwrap();
    let answer = app.delete("/dataset/1").await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0));
    assert!(app.scope.meta.list::<Notebook>().await.unwrap().is_empty());
    assert!(app.scope.meta.list::<Converter>().await.unwrap().is_empty());
    assert!(app.scope.meta.list::<Explorer>().await.unwrap().is_empty());
    assert!(app.scope.meta.list::<Session>().await.unwrap().is_empty());
    assert!(app.scope.meta.list::<Run>().await.unwrap().is_empty());
    for job in [job, explored] {
        assert_eq!(app.scope.meta.load::<Job>(job).await.unwrap().status, JobStatus::Cancelled);
    }
    assert_eq!(app.post("/dataset/", json!({ "name": "iris" })).await.status, 201);
}

#[tokio::test]
async fn datasets_are_deleted_together_and_unknown_ones_skipped() {
    let app = with_iris().await;
    assert_eq!(app.post("/dataset/copy", json!({ "dataset_id": 1 })).await.status, 201);
    assert_eq!(app.json(Method::DELETE, "/dataset/", json!({ "ids": [1, 99, 2] })).await.status, 204);
    assert_eq!(app.get("/dataset/").await.json(), json!([]));
    let missing = app.json(Method::DELETE, "/dataset/", json!({})).await.json();
    assert_eq!(missing["detail"][0]["loc"], json!(["body", "ids"]));
    assert_eq!(detail(&app.delete("/dataset/1").await), (404, "Dataset not found".into()));
    assert_eq!(detail(&app.get("/dataset/1").await), (404, "Dataset not found".into()));
    assert_eq!(app.get("/dataset/x").await.json()["detail"][0]["loc"], json!(["path", "dataset_id"]));
}
