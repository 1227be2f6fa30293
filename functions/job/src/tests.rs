//! The operations as clients see them.

use axum::http::Method;
use futures::TryStreamExt;
use object_store::ObjectStore;
use serde_json::{Value, json};
use skydash_domain::dataset::Dataset;
use skydash_domain::job::{Job, Task, Upload};
use skydash_domain::{JobId, PredictionId, Status};
use skydash_ports::uploads::Plan;
use skydash_ports::{Stored, Transaction, cascade};
use skydash_testkit::{Answer, TestApp};

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

async fn app() -> TestApp {
    let app = TestApp::new(vec![("/job", crate::router())]);
    let dataset = app.add_iris().await.unwrap();
    let session = app.add_session(dataset, "session").await.unwrap();
    app.add_run(session, "forest").await.unwrap();
    app.add_dataset("free", 0, &[]).await.unwrap();
    app
}

fn refused(status: u16, text: &str) -> (u16, Value) {
    (status, json!({ "detail": text }))
}

async fn train(app: &TestApp) -> String {
    let answer = app.post("/job/", json!({ "job_type": "ModelJob", "kwargs": { "run_id": 1 } })).await;
    assert_eq!(answer.status.as_u16(), 201);
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn form(app: &TestApp, body: &str) -> Answer {
    app.send(Method::POST, "/job/", &[("content-type", "application/x-www-form-urlencoded")], body.to_owned()).await
}

fn multipart(kwargs: &str) -> String {
    let part =
        |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\na,b\n1,2\n\r\n--B--\r\n";
    format!("{}{}{file}", part("job_type", "DatasetJob"), part("kwargs", kwargs))
}

async fn job(app: &TestApp, id: &str) -> Job {
    let stored: Stored<Job> = app.scope.meta.load(id.parse::<JobId>().unwrap()).await.unwrap();
    stored.entity
}

async fn uploads(app: &TestApp) -> usize {
    let prefix = object_store::path::Path::from(format!("{}/uploads", app.scope.tenant));
    app.scope.objects.list(Some(&prefix)).try_collect::<Vec<_>>().await.unwrap().len()
}

#[tokio::test]
async fn a_job_can_be_asked_for_in_three_forms_and_is_the_same() {
    let app = app().await;
    let id = train(&app).await;
    let answer = form(&app, "job_type=ModelJob&kwargs=%7B%22run_id%22%3A+1%7D&stop_when_queue_empties=true").await;
    assert_eq!(answer.pair(), (201, json!({ "id": id })));
    let body = "--B\r\nContent-Disposition: form-data; name=\"job_type\"\r\n\r\nModelJob\r\n--B\r\n\
                Content-Disposition: form-data; name=\"kwargs\"\r\n\r\n{\"run_id\": \"1\"}\r\n--B--\r\n";
    let answer = app.send(Method::POST, "/job/", &[MULTIPART], body).await;
    assert_eq!(answer.pair(), (201, json!({ "id": id })));
    let answer = app.post("/job", json!({ "job_type": "ModelJob", "kwargs": "{\"run_id\": 1}" })).await;
    assert_eq!(answer.pair(), (201, json!({ "id": id })));
}

#[tokio::test]
async fn what_cannot_be_enqueued_is_said() {
    let app = app().await;
    let missing = refused(422, "Missing job_type or kwargs");
    assert_eq!(app.send(Method::POST, "/job/", &[], "").await.pair(), missing);
    assert_eq!(app.post("/job", json!({ "job_type": "ModelJob" })).await.pair(), missing);
    assert_eq!(app.post("/job", json!([1])).await.pair(), missing);
    assert_eq!(form(&app, "job_type=ModelJob").await.pair(), missing);
    let json = "kwargs is not valid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)";
    assert_eq!(form(&app, "job_type=ModelJob&kwargs={bad").await.pair(), refused(422, json));
    let object = refused(422, "kwargs must be a JSON object, such as {\"run_id\": 1}.");
    assert_eq!(form(&app, "job_type=ModelJob&kwargs=[]").await.pair(), object);
    for job_type in ["NopeJob", "SVC", "ReportJob"] {
        let text = format!(
            "This installation cannot run the job_type '{job_type}'. It runs ModelJob, PredictJob, ExplorerJob, \
             ConverterJob, DatasetJob."
        );
        assert_eq!(form(&app, &format!("job_type={job_type}&kwargs={{}}")).await.pair(), refused(422, &text));
    }
    let ask = async |job_type: &str, kwargs: Value| {
        app.post("/job", json!({ "job_type": job_type, "kwargs": kwargs })).await.pair()
    };
    assert_eq!(ask("ModelJob", json!({})).await, refused(422, "kwargs must have 'run_id', an integer."));
    assert_eq!(ask("DatasetJob", json!({ "dataset_id": 1.5 })).await.0, 422);
    assert_eq!(ask("ExplorerJob", json!({})).await, refused(422, "kwargs must have 'explorer_id', an integer."));
    assert_eq!(ask("ExplorerJob", json!({ "explorer_id": 9 })).await, refused(404, "Explorer not found"));
    assert_eq!(ask("ConverterJob", json!({ "converter_id": 9 })).await, refused(404, "Converter list not found"));
    assert_eq!(ask("ModelJob", json!({ "run_id": 9 })).await, refused(404, "Run not found"));
    assert_eq!(ask("DatasetJob", json!({ "dataset_id": 9 })).await, refused(404, "Dataset not found"));
    assert_eq!(ask("PredictJob", json!({ "prediction_id": 9 })).await, refused(404, "Prediction not found"));
    let notebook = json!({ "dataset_id": 1, "notebook_id": 9 });
    assert_eq!(ask("DatasetJob", notebook).await, refused(404, "Notebook not found"));
    assert_eq!(ask("DatasetJob", json!({ "dataset_id": 1, "url": "http://x" })).await.0, 422);
    assert_eq!(ask("DatasetJob", json!({ "dataset_id": 1, "params": [] })).await.0, 422);
    let garbage = app.send(Method::POST, "/job/", &[MULTIPART], "garbage").await.pair();
    assert_eq!(garbage, refused(400, "Invalid multipart data."));
    let headers = [("content-type", "multipart/form-data")];
    let garbage = app.send(Method::POST, "/job/", &headers, "garbage").await.pair();
    assert_eq!(garbage, refused(400, "Missing boundary in multipart."));
    assert_eq!(app.patch("/job/", json!({})).await.pair(), refused(501, "Method not implemented"));
}

#[tokio::test]
async fn a_file_counts_only_with_its_name_in_the_header() {
    let app = app().await;
    let kwargs = r#"{"dataset_id": 2, "notebook_id": null, "url": "", "params": {"name": "iris", "separator": ","}}"#;
    let named = [MULTIPART, ("filename", "my%20iris.csv")];
    let id = app.send(Method::POST, "/job/", &named, multipart(kwargs)).await.json()["id"].clone();
    let job = job(&app, id.as_str().unwrap()).await;
    assert_eq!(job.name, "Dataset: iris");
    let Task::Dataset { upload: Some(upload), params, .. } = job.task else { panic!("{:?}", job.task) };
    assert_eq!((upload.file_name.as_str(), upload.size_bytes, &params["separator"]), ("my iris.csv", 8, &json!(",")));
    let dataset: Stored<Dataset> = app.scope.meta.load(2).await.unwrap();
    assert_eq!((dataset.status, dataset.job_id), (Status::Delivered, Some(job.id)));
    assert_eq!(uploads(&app).await, 1);

    let other = app.add_dataset("other", 0, &[]).await.unwrap();
    let kwargs = format!(r#"{{"dataset_id": {other}}}"#);
    let answer = app.send(Method::POST, "/job/", &[MULTIPART], multipart(&kwargs)).await.json();
    let job = self::job(&app, answer["id"].as_str().unwrap()).await;
    assert!(matches!(job.task, Task::Dataset { upload: None, .. }) && job.name == "Dataset: other");
    let answer = app.send(Method::POST, "/job/", &named, multipart(r#"{"dataset_id": 99}"#)).await.pair();
    assert_eq!(answer, refused(404, "Dataset not found"));
    assert_eq!(app.send(Method::POST, "/job/", &named, multipart("{bad")).await.status.as_u16(), 422);
    assert_eq!(uploads(&app).await, 1, "files that no job reads are gone");
}

#[tokio::test]
async fn a_dataset_that_sessions_depend_on_keeps_its_rows() {
    let app = app().await;
    let named = [MULTIPART, ("filename", "iris.csv")];
    let ask = async || app.send(Method::POST, "/job/", &named, multipart(r#"{"dataset_id": 1}"#)).await.pair();
    let sentence = |sessions: &str, them: &str| {
        refused(
            409,
            &format!(
                "The dataset 'iris' cannot be loaded again: the runs of {sessions} were made with the rows it has. Load the \
                 file into a new dataset, or delete {them} first."
            ),
        )
    };
    assert_eq!(ask().await, sentence("'session'", "this model session"));
    for name in ["b", "c", "d", "e"] {
        app.add_session(1.into(), name).await.unwrap();
    }
    assert_eq!(ask().await, sentence("'session', 'b', 'c' and 2 more", "these model sessions"));
    assert_eq!(uploads(&app).await, 0, "a file that is refused is not kept");
    let notebook = app.add_notebook(1.into(), "n").await.unwrap();
    let saved = json!({ "job_type": "DatasetJob", "kwargs": { "dataset_id": 1, "notebook_id": notebook } });
    assert_eq!(app.post("/job", saved).await.status.as_u16(), 409);
    let dataset: Stored<Dataset> = app.scope.meta.load(1).await.unwrap();
    assert_eq!((dataset.status, dataset.job_id), (Status::Finished, None));
    for id in 1..=5 {
        let _ = cascade::remove_session(&*app.scope.meta, id.into()).await.unwrap();
    }
    assert_eq!(ask().await.0, 201, "the way that the sentence names is open");
}

#[tokio::test]
async fn rows_entered_by_hand_travel_as_an_artifact() {
    let app = app().await;
    let id = app.add_prediction(1.into(), None).await.unwrap();
    let ask = async |id: PredictionId, rows: Value| {
        let kwargs = json!({ "prediction_id": id, "manual_input_data": rows });
        app.post("/job", json!({ "job_type": "PredictJob", "kwargs": kwargs })).await.pair()
    };
    let list = "manual_input_data must be a non-empty JSON array of objects (list[dict]).";
    assert_eq!(ask(id, json!({})).await, refused(422, list));
    let item = "Each item in manual_input_data must be a JSON object (dict).";
    assert_eq!(ask(id, json!([1])).await, refused(422, item));
    let (status, answer) = ask(id, json!([{ "a": 1 }])).await;
    assert_eq!(status, 201);
    let job = job(&app, answer["id"].as_str().unwrap()).await;
    assert_eq!(job.name, "Predict: forest on rows entered by hand");
    let Task::Predict { rows_key: Some(key), .. } = &job.task else { panic!("{:?}", job.task) };
    assert_eq!(app.scope.artifacts.get(key).await.unwrap(), r#"[{"a":1}]"#);
    let (_, answer) = ask(app.add_prediction(1.into(), Some(1.into())).await.unwrap(), Value::Null).await;
    let job = self::job(&app, answer["id"].as_str().unwrap()).await;
    assert_eq!(job.name, "Predict: forest on iris");
    assert!(matches!(job.task, Task::Predict { rows_key: None, .. }));
}

#[tokio::test]
async fn a_job_is_followed_from_waiting_to_gone() {
    let app = app().await;
    assert_eq!(app.get("/job/is_empty").await.json(), json!({ "is_empty": true }));
    let id = train(&app).await;
    assert_eq!(app.get("/job/is_empty").await.json(), json!({ "is_empty": false }));
    let state = app.get(&format!("/job/status/{id}")).await.json();
    assert_eq!((&state["status"], &state["job_name"]), (&json!("not_started"), &json!("Train: forest")));
    assert_eq!(
        (&state["error"], &state["progress"], &state["progress_message"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!(state["updated"].as_str().unwrap().len(), "2026-11-23 18:07:28.735".len());
    let row = app.get(&format!("/job/{id}")).await.json();
    assert_eq!((&row["task_type"], &row["error_msg"]), (&json!("ModelJob"), &Value::Null));
    assert_eq!(row["enqueued_at"].as_str().unwrap().len(), "2026-11-23 18:07:28".len());
    assert_eq!(app.get("/job").await.json(), json!([row]));
    let details = app.get(&format!("/job/{id}/details")).await.json();
    assert_eq!((&details["entity_type"], &details["entity_name"]), (&json!("train_model"), &json!("forest")));
    assert_eq!((&details["entity_id"], &details["status"]), (&json!(1), &json!("not_started")));
    assert_eq!(app.delete("/job/all").await.json(), json!({ "cancelled": 1 }));
    assert_eq!(app.get(&format!("/job/status/{id}")).await.json()["status"], "cancelled");
    assert_eq!(app.delete(&format!("/job/{id}")).await.status.as_u16(), 204);
    let gone = refused(404, &format!("No job with id={id}"));
    assert_eq!(app.get(&format!("/job/status/{id}")).await.pair(), gone);
    assert_eq!(app.delete("/job/all").await.json(), json!({ "cancelled": 0 }));
}

#[tokio::test]
async fn ids_that_are_none_are_not_found() {
    let app = app().await;
    assert_eq!(app.get("/job/status/nope").await.pair(), refused(404, "No job with id=nope"));
    assert_eq!(app.get("/job/nope").await.pair(), refused(404, "Job not found"));
    assert_eq!(app.delete("/job/nope").await.pair(), refused(404, "Job not found"));
    let id = "86a5e8bb-0605-46f1-af8f-ca61d56cc8b9";
    assert_eq!(app.delete(&format!("/job/{id}")).await.pair(), refused(404, "Job not found"));
    assert_eq!(app.get("/job/nope/details").await.json(), json!({ "id": "nope", "no_entity": true }));
}

#[tokio::test]
async fn only_what_changed_is_told() {
    let app = app().await;
    let first = app.get("/job/changes").await.json();
    assert_eq!((&first["jobs"], &first["queue_empty"]), (&json!([]), &json!(true)));
    assert_eq!(first["recently_completed"], false);
    let id = train(&app).await;
    let next = async |answer: &Value| {
        app.get(&format!("/job/changes?since={}", answer["cursor"].as_str().unwrap())).await.json()
    };
    let second = next(&first).await;
    assert_eq!((&second["jobs"][0]["id"], &second["queue_empty"]), (&json!(id), &json!(false)));
    assert_eq!(next(&second).await["jobs"], json!([]));
    app.delete(&format!("/job/{id}")).await;
    let third = next(&second).await;
    assert_eq!((&third["jobs"][0]["status"], &third["recently_completed"]), (&json!("cancelled"), &json!(true)));
    let garbage = app.get("/job/changes?since=garbage").await.json();
    assert_eq!(garbage["jobs"].as_array().unwrap().len(), 1);
    let future = app.get("/job/changes?since=2999-01-01+00%3A00%3A00.000").await.json();
    assert_eq!(future["jobs"], json!([]));
}

#[tokio::test]
async fn a_form_beyond_its_budgets_is_refused_and_leaves_nothing() {
    let app = app().await;
    let file = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\na,b\r\n";
    let field = "--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nz\r\n";
    let large = format!("--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{}\r\n", "x".repeat(5 << 20));
    for (body, status) in [
        (format!("{file}{file}--B--\r\n"), 422),
        (format!("{file}{}--B--\r\n", field.repeat(1001)), 413),
        (format!("{file}{large}{large}--B--\r\n"), 413),
        (format!("{file}--B\r\nContent-Dispo"), 400),
    ] {
        let answer = app.send(Method::POST, "/job/", &[MULTIPART, ("filename", "x.csv")], body).await;
        assert_eq!((answer.status.as_u16(), uploads(&app).await), (status, 0));
    }
}

#[tokio::test]
async fn work_on_a_notebook_is_asked_for_by_its_explorer_or_converter() {
    let app = app().await;
    let notebook = app.add_notebook(1.into(), "n").await.unwrap();
    app.add_explorer(notebook).await.unwrap();
    let step = app.add_step(notebook).await.unwrap();
    let ask = async |job_type: &str, kwargs: Value| {
        let answer = app.post("/job", json!({ "job_type": job_type, "kwargs": kwargs })).await;
        assert_eq!(answer.status.as_u16(), 201);
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let explored = ask("ExplorerJob", json!({ "explorer_id": 1 })).await;
    let converted = ask("ConverterJob", json!({ "converter_id": "1" })).await;
    assert_eq!(ask("ConverterJob", json!({ "converter_id": 1 })).await, converted, "the same job while it waits");
    assert_eq!(job(&app, &explored).await.name, "Explore: DescribeExplorer");
    assert_eq!(job(&app, &converted).await.name, "StandardScaler: iris");
    for (id, entity, name) in [(&explored, "explorer", "DescribeExplorer"), (&converted, "converter", "StandardScaler")]
    {
        let details = app.get(&format!("/job/{id}/details")).await.json();
        assert_eq!((&details["entity_type"], &details["entity_name"]), (&json!(entity), &json!(name)));
    }
    app.apply_step(step).await.unwrap();
    assert_eq!(ask("ConverterJob", json!({ "converter_id": 1 })).await, converted, "and once it is applied");
}

#[tokio::test]
async fn a_dataset_job_takes_a_file_that_came_in_parts() {
    let app = app().await;
    let id = app.scope.entropy.uuid();
    let plan = Plan { file_name: "a.csv".into(), size_bytes: 8 };
    app.scope.uploads.begin(id, &plan).await.unwrap();
    let ask = |upload_id: Value| {
        let kwargs = json!({ "dataset_id": 2, "upload_id": upload_id, "params": { "dataloader": "CSVDataLoader" } });
        let app = app.clone();
        async move { app.post("/job/", json!({ "job_type": "DatasetJob", "kwargs": kwargs })).await }
    };
    let sentence = "Part 1 of the upload has not arrived as a whole. Send it first.";
    assert_eq!(ask(json!(id)).await.pair(), refused(422, sentence));
    let key = id.to_string();
    app.scope.uploads.put(&format!("{key}/part-00001"), "a,b\n1,2\n".into()).await.unwrap();
    let answer = ask(json!(id)).await;
    assert_eq!(answer.status.as_u16(), 201);
    let Task::Dataset { upload, .. } = job(&app, answer.json()["id"].as_str().unwrap()).await.task else { panic!() };
    assert_eq!(upload, Some(Upload { key, file_name: plan.file_name, size_bytes: plan.size_bytes, hash: None }));
    assert_eq!(ask(json!("x")).await.pair(), refused(404, "Upload not found"));
    let no_text = "kwargs 'upload_id' must be a text, as POST /dataset/uploads gave it.";
    assert_eq!(ask(json!(7)).await.pair(), refused(422, no_text));
}

/// Stores so many jobs that finished a day ago, a second apart; gives their ids, the latest first.
async fn store_finished(app: &TestApp, count: usize) -> Vec<String> {
    let day_ago = app.scope.now().0 - 24 * 3600 * 1_000_000;
    let job = |second: usize| -> Job {
        let at = day_ago + second as i64 * 1_000_000;
        let body = json!({
            "id": app.scope.entropy.uuid(), "task": { "kind": "model", "run_id": 1 }, "name": "Train: forest",
            "status": "finished", "enqueued_at": at, "updated_at": at, "progress": 100.0, "progress_message": null,
            "error": null, "attempt": 1, "lease_until": null, "cancel_requested": false, "sent_at": at,
        });
        serde_json::from_value(body).unwrap()
    };
    let jobs: Vec<Job> = (0..count).map(job).collect();
    for some in jobs.chunks(100) {
        let all = some.iter().fold(Transaction::new(), |writes, job| writes.insert(job).unwrap());
        all.commit(&*app.scope.meta).await.unwrap();
    }
    jobs.iter().rev().map(|job| job.id.to_string()).collect()
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["id"].as_str()).collect()
}

#[tokio::test]
async fn a_long_list_comes_in_parts_and_begins_with_what_waits() {
    let app = app().await;
    let waiting = train(&app).await;
    let finished = store_finished(&app, 2300).await;
    let parts = app.parts("/job/").await;
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1000, 1000, 301]);
    assert_eq!((ids(&parts[0])[0], parts[0][0]["status"].as_str()), (waiting.as_str(), Some("not_started")));
    assert!(ids(&parts.concat())[1..] == finished);
    let parts = app.parts("/job?limit=700").await;
    assert!(parts.len() == 4 && ids(&parts.concat())[1..] == finished);
    let first = app.get("/job/?limit=2").await;
    assert_eq!(ids(first.json().as_array().unwrap()), [&waiting, &finished[0]], "the waiting one was changed last");
    assert_eq!(app.get("/job/?limit=0").await.status, 422);
    assert_eq!(app.get("/job/?cursor=x").await.status, 422);
    let changes = app.get("/job/changes").await.json();
    assert_eq!(changes["jobs"].as_array().unwrap().len(), 1000);
    assert_eq!(app.get("/job/is_empty").await.json(), json!({ "is_empty": false }));
    let beginning = app.get("/job/changes?since=2000-01-01+00%3A00%3A00").await.json();
    assert_eq!((beginning["jobs"].as_array().unwrap().len(), &beginning["recently_completed"]), (1000, &json!(true)));
}

#[tokio::test]
async fn a_job_that_waits_for_what_was_deleted_says_that_it_was_cancelled() {
    let app = app().await;
    let id = train(&app).await;
    let removed = cascade::remove_run(&*app.scope.meta, 1.into()).await.unwrap();
    skydash_jobs::stop_each(&app.scope, &removed.jobs).await.unwrap();
    let state = app.get(&format!("/job/status/{id}")).await.json();
    let sentence = "Cancelled, because what this job was for has been deleted or reset.";
    assert_eq!((&state["status"], &state["error"]), (&json!("cancelled"), &json!(sentence)));
    assert_eq!(app.get(&format!("/job/{id}/details")).await.json(), json!({ "id": id, "no_entity": true }));
}
