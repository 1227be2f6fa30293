//! Jobs that take longer than a worker has.

use crate::world::{penguins, work};
use serde_json::Value;
use skydash_executor::Worker;
use skydash_ports::Lane;
use skydash_testkit::TestApp;

/// A compute worker that is about to be stopped.
fn ending(app: &TestApp, has_batch: bool) -> Worker {
    Worker { lane: Lane::Compute, until: Some(app.scope.now()), has_batch, stop: None }
}

async fn job(app: &TestApp) -> Value {
    app.get("/job/").await.json()[0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_outlasts_its_worker_is_done_in_the_batch_lane() {
    let app = penguins().await;
    assert_eq!(work(&app, &ending(&app, true)).await, 1);
    assert_eq!(job(&app).await["status"], "not_started");
    assert_eq!(app.get("/dataset/1").await.json()["status"], 1);
    assert_eq!(work(&app, &Worker::endless(Lane::Batch)).await, 1);
    assert_eq!(job(&app).await["status"], "finished");
    assert_eq!(app.get("/dataset/1/info").await.json()["total_rows"], 344);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_takes_long_jobs_the_user_is_told() {
    let app = penguins().await;
    assert_eq!(work(&app, &ending(&app, false)).await, 1);
    let job = job(&app).await;
    assert_eq!(job["status"], "error");
    assert!(job["error_msg"].as_str().unwrap().starts_with("This takes longer than a job may take here."), "{job}");
    assert_eq!(app.get("/dataset/1").await.json()["status"], 4);
    assert_eq!(work(&app, &Worker::endless(Lane::Batch)).await, 0);
}
