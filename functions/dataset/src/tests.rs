//! The operations as clients see them.

mod columns;
mod files;
mod parts;
mod records;
mod rows;
mod tables;
mod uploads;

use serde_json::Value;
use skydash_domain::DatasetId;
use skydash_domain::dataset::Dataset;
use skydash_ports::Transaction;
use skydash_testkit::{Answer, TestApp};

/// An application with the finished dataset 1, `iris`.
async fn with_iris() -> TestApp {
    let app = empty();
    assert_eq!(app.add_iris().await.unwrap(), DatasetId(1));
    app
}

fn empty() -> TestApp {
    TestApp::new(vec![("/dataset", crate::router())])
}

/// Changes a stored dataset behind the API's back.
async fn change(app: &TestApp, id: i64, change: impl Fn(&mut Dataset)) {
    let changed = |dataset: &mut Dataset| {
        change(dataset);
        Ok(())
    };
    let _ = app.scope.meta.update(id, changed).await.unwrap();
}

/// Stores an entity as it is.
async fn put<E: skydash_ports::Entity>(app: &TestApp, entity: &E) {
    Transaction::new().insert(entity).unwrap().commit(&*app.scope.meta).await.unwrap();
}

/// The status and sentence of an error.
fn detail(answer: &Answer) -> (u16, String) {
    let detail = &answer.json()["detail"];
    (answer.status.as_u16(), detail.as_str().map_or_else(|| detail.to_string(), str::to_owned))
}

/// The names of an object's entries, sorted.
fn keys(object: &Value) -> Vec<String> {
    let mut keys: Vec<String> = object.as_object().unwrap().keys().cloned().collect();
    keys.sort_unstable();
    keys
}
