//! What several of these tests begin with.

use axum::http::Method;
use serde_json::json;
use skydash_executor::{Handled, Worker, carry_out};
use skydash_testkit::TestApp;
use std::time::Duration;

/// An application in which the dataset 1, penguins, was asked for.
pub async fn penguins() -> TestApp {
    let functions = [
        skydash_fn_dataset::function(),
        skydash_fn_notebook::function(),
        skydash_fn_explorer::function(),
        skydash_fn_converter::function(),
        skydash_fn_job::function(),
    ];
    let app = TestApp::new(functions.into_iter().flat_map(|function| function.resources).collect());
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/penguins.csv")).unwrap();
    app.post("/dataset/", json!({ "name": "penguins" })).await;
    let params = json!({ "name": "penguins", "dataloader": "CSVDataLoader", "separator": "," });
    let kwargs = json!({ "dataset_id": 1, "params": params }).to_string();
    let part = |head: &str, body: &str| format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let form = [
        part("name=\"job_type\"", "DatasetJob"),
        part("name=\"kwargs\"", &kwargs),
        part("name=\"file\"; filename=\"penguins.csv\"", &file),
        "--B--\r\n".to_owned(),
    ];
    let headers = [("content-type", "multipart/form-data; boundary=B"), ("filename", "penguins.csv")];
    app.send(Method::POST, "/job/", &headers, form.concat()).await;
    app
}

/// Has a worker carry out the messages of its lane, as long as it gets done with them. Gives how many there were.
pub async fn work(app: &TestApp, worker: &Worker) -> usize {
    for done in 0.. {
        let waiting = app.scope.queue.receive(worker.lane, 1, Duration::ZERO).await.unwrap();
        let Some(delivery) = waiting.first() else { return done };
        assert_eq!(carry_out(&app.scope, worker, delivery).await, Handled::Done);
    }
    0
}
