use super::files::{send, stored};
use super::{detail, empty};
use serde_json::json;
use skydash_domain::JobStatus;
use skydash_domain::job::{Job, Task};
use skydash_ports::{Expect, Key, Record, Stored, Transaction, Write};

#[tokio::test]
async fn a_dataset_is_created_with_its_file_and_the_job_that_loads_it() {
    let app = empty();
    let params = r#"{"dataloader": "CSVDataLoader", "separator": ";"}"#;
    let fields = [("name", "iris"), ("params", params)];
    let (status, row) = send(&app, "/dataset/", &fields, Some(("iris.csv", "a;b\n1;2\n"))).await.pair();
    assert_eq!((status, &row["id"], &row["status"], &row["name"]), (201, &json!(1), &json!(1), &json!("iris")));
    let job: Stored<Job> = app.scope.meta.load(row["huey_id"].as_str().unwrap()).await.unwrap();
    assert_eq!((job.status, &*job.name), (JobStatus::NotStarted, "Dataset: iris"));
    let Task::Dataset { dataset_id, upload: Some(upload), notebook_id: None, params } = &job.task else {
        panic!("{:?}", job.task)
    };
    assert_eq!((dataset_id.0, &*upload.file_name, upload.size_bytes), (1, "iris.csv", 8));
    assert_eq!(json!(params), json!({ "dataloader": "CSVDataLoader", "separator": ";", "name": "iris" }));
    assert_eq!(stored(&app).await, 1);
}

#[tokio::test]
async fn the_loader_follows_from_the_file_when_none_is_named() {
    let app = empty();
    for (name, loader) in [
        ("a.csv", "CSVDataLoader"),
        ("b.XLSX", "ExcelDataLoader"),
        ("c.json", "JSONDataLoader"),
        ("d.arff", "ARFFDataLoader"),
    ] {
        let (status, row) = send(&app, "/dataset", &[("name", name)], Some((name, "x"))).await.pair();
        assert_eq!(status, 201, "{row}");
        let job: Stored<Job> = app.scope.meta.load(row["huey_id"].as_str().unwrap()).await.unwrap();
        let Task::Dataset { params, .. } = &job.task else { panic!("{:?}", job.task) };
        assert_eq!(params["dataloader"], loader);
    }
    let unknown = send(&app, "/dataset", &[("name", "e")], Some(("e.bin", "x"))).await;
    let text = "dataloader is required in params: the file's extension does not tell its format.";
    assert_eq!(detail(&unknown), (422, text.into()));
}

#[tokio::test]
async fn a_refused_form_leaves_nothing_behind() {
    let app = empty();
    let file = Some(("iris.csv", "a,b\n1,2\n"));
    assert_eq!(app.post("/dataset/", json!({ "name": "iris" })).await.status, 201);
    let blank = send(&app, "/dataset/", &[("name", "")], file).await;
    assert_eq!(detail(&blank), (422, "Name cannot be empty".into()));
    let taken = send(&app, "/dataset/", &[("name", "iris")], file).await;
    assert_eq!(detail(&taken), (409, "A dataset with the name 'iris' already exists".into()));
    let loader = send(&app, "/dataset/", &[("name", "x"), ("params", r#"{"dataloader": "Nope"}"#)], file).await;
    assert_eq!(detail(&loader), (422, "Dataloader Nope not found in registry.".into()));
    let params = send(&app, "/dataset/", &[("name", "x"), ("params", "{bad")], file).await;
    let (status, why) = detail(&params);
    assert!(status == 422 && why.starts_with("params is not a valid JSON object: "), "{why}");
    let unnamed = send(&app, "/dataset/", &[], file).await;
    assert_eq!(unnamed.json()["detail"][0]["loc"], json!(["body", "name"]));
    let unfiled = send(&app, "/dataset/", &[("name", "x")], None).await;
    assert_eq!(unfiled.json()["detail"][0]["loc"], json!(["body", "file"]));
    assert_eq!(stored(&app).await, 0);
    assert_eq!(app.get("/dataset/").await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_job_that_cannot_be_written_leaves_no_dataset_behind() {
    let app = empty();
    let body = json!({ "job_id": "00000000-0000-4000-8000-000000000000" });
    let in_the_way = Record { key: Key::new("active", "dataset/1"), version: 0, parent: None, order: 0, body };
    let write = Write::Put(in_the_way, Expect::Absent);
    Transaction::new().write(write, None).commit(&*app.scope.meta).await.unwrap();
    let file = Some(("iris.csv", "a,b\n1,2\n"));
    assert_eq!(send(&app, "/dataset/", &[("name", "iris")], file).await.status, 409);
    assert_eq!(app.get("/dataset/").await.json(), json!([]));
    assert_eq!(stored(&app).await, 0);
    assert_eq!(send(&app, "/dataset/", &[("name", "iris")], file).await.status, 201, "the name is still reserved");
}
