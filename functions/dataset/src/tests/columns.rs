use super::rows::with_rows;
use super::{change, detail, with_iris};
use serde_json::json;
use skydash_domain::Status;

#[tokio::test]
async fn a_column_is_renamed_everywhere() {
    let app = with_rows("messy").await;
    let body = json!({ "old_name": "score", "new_name": "points" });
    let (status, answer) = app.patch("/dataset/1/columns/rename", body).await.pair();
    assert_eq!((status, &answer["message"]), (200, &json!("Column 'score' renamed to 'points' successfully")));
    assert_eq!((&answer["old_name"], &answer["new_name"]), (&json!("score"), &json!("points")));
    let names: Vec<&String> = answer["columns"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["id", "points", "kind", "note"]);
    assert_eq!(app.get("/dataset/1/types").await.json(), answer["columns"]);
    let info = app.get("/dataset/1/info").await.json();
    assert!(info["numeric_stats"]["points"]["mean"].is_number() && info["nan"]["points"] == 1, "{info}");
    assert_eq!(app.get("/dataset/1/sample").await.json()["points"], json!([3.5, null, 5.0, 1.25]));
    assert_eq!(app.get("/dataset/file/?path=datasets/1").await.json()["rows"][0]["points"], json!(3.5));
    assert_eq!(app.get("/dataset/1").await.json()["status"], 3);
}

#[tokio::test]
async fn a_copy_keeps_its_columns() {
    let app = with_iris().await;
    assert_eq!(app.post("/dataset/copy", json!({ "dataset_id": 1 })).await.status, 201);
    let body = json!({ "old_name": "target", "new_name": "class" });
    assert_eq!(app.patch("/dataset/1/columns/rename", body).await.status, 200);
    assert!(app.get("/dataset/2/types").await.json().get("target").is_some());
}

#[tokio::test]
async fn what_is_wrong_with_a_new_column_name_is_said() {
    let app = with_iris().await;
    let refused = [
        (1, "nope", "x", 404, "Column 'nope' not found in dataset"),
        (1, "sepal_length", "target", 409, "Column 'target' already exists"),
        (1, "sepal_length", " ", 422, "Column names cannot be empty"),
        (1, "", "x", 422, "Column names cannot be empty"),
        (1, "target", "target", 422, "New column name must be different from old name"),
        (9, "a", "b", 404, "Dataset not found"),
    ];
    for (id, old, new, status, text) in refused {
        let body = json!({ "old_name": old, "new_name": new });
        let answer = app.patch(&format!("/dataset/{id}/columns/rename"), body).await;
        assert_eq!(detail(&answer), (status, text.into()));
    }
    assert_eq!(app.get("/dataset/1").await.json()["status"], 3);
    let missing = app.patch("/dataset/1/columns/rename", json!({ "old_name": "a" })).await.json();
    assert_eq!(missing["detail"][0]["loc"], json!(["body", "new_name"]));
}

#[tokio::test]
async fn an_encoder_is_chosen() {
    let app = with_iris().await;
    for encoder in ["label", "one_hot", "one_hot"] {
        let (status, types) =
            app.patch("/dataset/1/columns/target/encoder", json!({ "encoder": encoder })).await.pair();
        assert_eq!((status, &types["target"]["encoder"]), (200, &json!(encoder)));
        assert_eq!(app.get("/dataset/1/types").await.json(), types);
    }
}

#[tokio::test]
async fn what_cannot_be_encoded_is_said() {
    let app = with_iris().await;
    let label = json!({ "encoder": "label" });
    let refused = [
        ("1/columns/sepal_length", 422, "Column 'sepal_length' is not a Categorical column"),
        ("1/columns/zz", 404, "Column 'zz' not found in dataset"),
        ("9/columns/target", 404, "Dataset not found"),
    ];
    for (path, status, text) in refused {
        let answer = app.patch(&format!("/dataset/{path}/encoder"), label.clone()).await;
        assert_eq!(detail(&answer), (status, text.into()));
    }
    let other = app.patch("/dataset/1/columns/target/encoder", json!({ "encoder": "zz" })).await.json();
    assert_eq!(
        other["detail"][0],
        json!({
            "type": "literal_error", "loc": ["body", "encoder"], "msg": "Input should be 'one_hot' or 'label'",
            "input": "zz", "ctx": { "expected": "'one_hot' or 'label'" },
        })
    );
}

#[tokio::test]
async fn columns_are_left_alone_while_a_job_works_on_them() {
    let app = with_iris().await;
    change(&app, 1, |dataset| dataset.status = Status::Started).await;
    let busy = (422, "Dataset is not in finished state or being modified".to_owned());
    let rename = app.patch("/dataset/1/columns/rename", json!({ "old_name": "target", "new_name": "class" })).await;
    assert_eq!(detail(&rename), busy);
    let encoder = app.patch("/dataset/1/columns/target/encoder", json!({ "encoder": "label" })).await;
    assert_eq!(detail(&encoder), busy);
}
