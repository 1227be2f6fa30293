use super::{app, detail, explorer, new};
use axum::http::Method;
use serde_json::{Value, json};
use skydash_domain::JobId;
use skydash_domain::artifact::Artifact;
use skydash_domain::explorer::Explorer;
use skydash_jobs::{Claiming, claim};
use skydash_ports::{Lane, Transaction};
use skydash_testkit::{Answer, TestApp};

/// Carries the job of explorer 1 out: a figure and a text. Gives the job.
pub(super) async fn finish(app: &TestApp) -> JobId {
    let job = explorer(app, 1).await.job_id.unwrap();
    let Claiming::Claimed(claim) = claim(&app.scope, Lane::Compute, job).await.unwrap() else {
        panic!("the job cannot be claimed")
    };
    let artifacts = [
        Artifact::Plotly { title: None, figure: json!({ "data": [], "layout": {} }) },
        Artifact::Text { title: None, text: "a text".into() },
    ];
    let bytes = serde_json::to_vec(&artifacts).unwrap();
    app.scope.artifacts.put(&format!("results-{job}"), bytes.into()).await.unwrap();
    let results = |explorer: &mut Explorer| {
        explorer.results_key = Some(format!("results-{job}"));
        explorer.outdated = false;
        Ok(())
    };
    claim.finish(results, Transaction::new()).await.unwrap();
    job
}

async fn explored() -> TestApp {
    let app = app().await;
    app.post("/explorer/", new("DescribeExplorer", &["sepal_length"])).await;
    finish(&app).await;
    app
}

async fn ask(app: &TestApp, id: i64) -> Answer {
    app.post(&format!("/explorer/{id}/results/"), json!({ "options": {} })).await
}

async fn put(app: &TestApp, id: i64, index: i64, figure: Value) -> Answer {
    app.json(Method::PUT, &format!("/explorer/{id}/results/"), json!({ "index": index, "figure": figure })).await
}

#[tokio::test]
async fn results_are_numbered_artifacts() {
    let app = explored().await;
    let role = "explanation";
    let expected = json!([
        { "type": "plotly", "title": null, "role": role, "payload": "{\"data\":[],\"layout\":{}}", "index": 0 },
        { "type": "text", "title": null, "role": role, "payload": "a text", "index": 1 },
    ]);
    assert_eq!(ask(&app, 1).await.pair(), (200, expected.clone()));
    assert_eq!(app.post("/explorer/1/results", json!({})).await.pair(), (200, expected));
    assert_eq!(app.get("/explorer/1/").await.json()["exploration_path"], "explorers/1");
}

#[tokio::test]
async fn there_are_no_results_before_the_end() {
    let app = app().await;
    app.post("/explorer/", new("DescribeExplorer", &["sepal_length"])).await;
    assert_eq!(ask(&app, 1).await.pair(), (400, detail("Explorer is not finished")));
    assert_eq!(ask(&app, 9).await.pair(), (404, detail("Explorer with id 9 not found")));
    let bodiless = app.send(Method::POST, "/explorer/1/results/", &[], "").await.json();
    assert_eq!((&bodiless["detail"][0]["type"], &bodiless["detail"][0]["loc"]), (&json!("missing"), &json!(["body"])));
}

#[tokio::test]
async fn a_result_is_overridden_and_restored() {
    let app = explored().await;
    let updated = json!({ "message": "Explorer results updated successfully" });
    assert_eq!(put(&app, 1, 0, json!({ "data": [1] })).await.pair(), (200, updated.clone()));
    let first = ask(&app, 1).await.json()[0].clone();
    assert_eq!((&first["payload"], &first["overridden"]), (&json!("{\"data\":[1]}"), &json!(true)));
    assert_eq!(put(&app, 1, 0, json!("{\"data\": []}")).await.pair(), (200, updated.clone()));
    assert_eq!(ask(&app, 1).await.json()[0]["payload"], "{\"data\": []}");
    assert_eq!(put(&app, 1, 5, json!({})).await.pair(), (200, updated), "a number that no result has is harmless");
    assert_eq!(ask(&app, 1).await.json().as_array().unwrap().len(), 2);
    let restored = json!({ "message": "Explorer results restored successfully" });
    for index in [0, 77, -1] {
        let path = format!("/explorer/1/results/override/{index}");
        assert_eq!(app.delete(&path).await.pair(), (200, restored.clone()));
    }
    assert_eq!(ask(&app, 1).await.json()[0].get("overridden"), None);
}

#[tokio::test]
async fn only_figures_override_results() {
    let app = explored().await;
    let wrong = (422, detail("figure must be an object, or the JSON text of one."));
    for figure in [json!(5), json!([1]), json!(null), json!("no json"), json!("[1]")] {
        assert_eq!(put(&app, 1, 0, figure).await.pair(), wrong);
    }
    let negative = put(&app, 1, -1, json!({})).await;
    assert_eq!(negative.pair(), (422, detail("index must be the number of a result, from 0.")));
    let missing = app.json(Method::PUT, "/explorer/1/results/", json!({})).await.json();
    assert_eq!((&missing["detail"][0]["loc"][1], &missing["detail"][1]["loc"][1]), (&json!("index"), &json!("figure")));
    assert_eq!(put(&app, 9, 0, json!({})).await.pair(), (404, detail("Explorer not found")));
    let nowhere = app.delete("/explorer/9/results/override/0").await;
    assert_eq!(nowhere.pair(), (404, detail("Explorer not found")));
    for index in 0..100 {
        assert_eq!(put(&app, 1, index, json!({})).await.status, 200);
    }
    assert_eq!(put(&app, 1, 100, json!({})).await.status, 422);
    assert_eq!(put(&app, 1, 99, json!({ "data": [] })).await.status, 200);
}
