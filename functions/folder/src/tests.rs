use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::dataset::Dataset;
use skydash_domain::{DatasetId, FolderId, Status, Timestamp};
use skydash_ports::{Stored, Transaction};
use skydash_testkit::TestApp;

fn app() -> TestApp {
    TestApp::new(vec![("/folder", super::router())])
}

async fn create(app: &TestApp, name: &str) -> Value {
    let answer = app.post("/folder/", json!({ "name": name })).await;
    assert_eq!(answer.status.as_u16(), 201);
    answer.json()
}

async fn put_dataset(app: &TestApp, folder: i64) {
    let dataset = Dataset {
        id: DatasetId(1),
        name: "iris".into(),
        created: Timestamp(0),
        last_modified: Timestamp(0),
        status: Status::NotStarted,
        table: None,
        folder_id: Some(FolderId(folder)),
        job_id: None,
    };
    Transaction::new().insert(&dataset).unwrap().commit(&*app.scope.meta).await.unwrap();
}

#[tokio::test]
async fn folders_are_created_and_listed_in_order() {
    let app = app();
    let first = create(&app, "F1").await;
    let second = create(&app, "F2").await;
    assert_eq!(first["id"], 1);
    let keys: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "name", "created", "last_modified"]);
    assert_eq!(app.get("/folder").await.pair(), (200, json!([first, second])));
}

#[tokio::test]
async fn a_name_belongs_to_one_folder_until_it_is_given_back() {
    let app = app();
    create(&app, "F1").await;
    create(&app, "F2").await;
    let taken = json!({ "detail": "A folder with the name 'F1' already exists" });
    assert_eq!(app.post("/folder/", json!({ "name": "F1" })).await.pair(), (409, taken.clone()));
    assert_eq!(app.patch("/folder/2", json!({ "name": "F1" })).await.pair(), (409, taken));
    assert_eq!(app.patch("/folder/1", json!({ "name": "F3" })).await.json()["name"], "F3");
    assert_eq!(app.patch("/folder/2", json!({ "name": "F1" })).await.json()["name"], "F1");
    assert_eq!(app.delete("/folder/1").await.status, 204);
    create(&app, "F3").await;
}

#[tokio::test]
async fn a_folder_may_be_renamed_to_its_own_name() {
    let app = app();
    let folder = create(&app, "F1").await;
    assert_eq!(app.patch("/folder/1", json!({ "name": "F1" })).await.pair(), (200, folder));
}

#[tokio::test]
async fn deleting_a_folder_keeps_its_datasets() {
    let app = app();
    create(&app, "F1").await;
    put_dataset(&app, 1).await;
    let answer = app.delete("/folder/1").await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0));
    let dataset: Stored<Dataset> = app.scope.meta.load(1).await.unwrap();
    assert_eq!(dataset.folder_id, None);
    assert_eq!(app.get("/folder/").await.json(), json!([]));
}

#[tokio::test]
async fn an_unknown_folder_is_not_found() {
    let app = app();
    let missing = (404, json!({ "detail": "Folder not found" }));
    assert_eq!(app.patch("/folder/9", json!({ "name": "x" })).await.pair(), missing);
    assert_eq!(app.delete("/folder/9").await.pair(), missing);
    assert_eq!(app.delete("/folder/x").await.status, 422);
}

#[tokio::test]
async fn a_name_is_demanded() {
    let app = app();
    create(&app, "F1").await;
    for (method, path) in [(Method::POST, "/folder/"), (Method::PATCH, "/folder/1")] {
        let empty = app.json(method.clone(), path, json!({ "name": " " })).await;
        assert_eq!(empty.pair(), (422, json!({ "detail": "Name cannot be empty" })));
        let long = app.json(method.clone(), path, json!({ "name": "x".repeat(201) })).await;
        assert_eq!(long.pair(), (422, json!({ "detail": "The name may have at most 200 characters." })));
        let missing = app.json(method, path, json!({})).await;
        assert_eq!(
            missing.json(),
            json!({ "detail": [{ "type": "missing", "loc": ["body", "name"], "msg": "Field required", "input": {} }] })
        );
    }
}
