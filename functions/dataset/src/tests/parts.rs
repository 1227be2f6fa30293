use super::{detail, empty};
use axum::http::Method;
use serde_json::{Value, json};
use skydash_testkit::{Answer, TestApp};

async fn begin(app: &TestApp, size_bytes: u64) -> Value {
    let answer = app.post("/dataset/uploads", json!({ "file_name": "a.csv", "size_bytes": size_bytes })).await;
    assert_eq!(answer.status, 201);
    answer.json()
}

async fn put(app: &TestApp, upload: &str, number: &str, bytes: &str) -> Answer {
    app.send(Method::PUT, &format!("/dataset/uploads/{upload}/parts/{number}"), &[], bytes.to_owned()).await
}

fn id(upload: &Value) -> &str {
    upload["upload_id"].as_str().unwrap()
}

#[tokio::test]
async fn a_file_comes_in_parts_and_is_previewed() {
    let app = empty();
    let upload = begin(&app, 12).await;
    let url = format!("/api/v1/dataset/uploads/{}/parts/1", id(&upload));
    assert_eq!(upload["parts"], json!([{ "number": 1, "size_bytes": 12, "arrived": false, "url": url }]));
    let preview = || {
        let params = json!({ "dataloader_name": "CSVDataLoader", "separator": "," });
        let field = |name: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let form = field("upload_id", id(&upload)) + &field("params", &params.to_string()) + "--B--\r\n";
        let headers = [("content-type", "multipart/form-data; boundary=B")];
        let app = app.clone();
        async move { app.send(Method::POST, "/dataset/preview_with_types", &headers, form).await }
    };
    let early = detail(&preview().await);
    assert_eq!(
        (early.0, early.1.ends_with("Part 1 of the upload has not arrived as a whole. Send it first.")),
        (422, true)
    );
    assert_eq!(put(&app, id(&upload), "1", "a,b\n1,2\n3,4\n").await.status, 204);
    let found = app.get(&format!("/dataset/uploads/{}", id(&upload))).await.json();
    assert_eq!(found["parts"][0]["arrived"], true);
    let shown = preview().await;
    assert_eq!(
        (shown.status.as_u16(), shown.json()["sample"].as_array().map(Vec::len)),
        (200, Some(2)),
        "{}",
        shown.json()
    );
    let again = app.get(&format!("/dataset/uploads/{}", id(&upload))).await;
    assert_eq!(again.status, 200, "a preview leaves the upload");
    assert_eq!(app.delete(&format!("/dataset/uploads/{}", id(&upload))).await.status, 204);
    assert_eq!(detail(&preview().await).0, 422);
}

#[tokio::test]
async fn parts_are_as_large_as_was_said() {
    let app = empty();
    let upload = begin(&app, (32 << 20) + 3).await;
    let sizes: Vec<u64> =
        upload["parts"].as_array().unwrap().iter().map(|part| part["size_bytes"].as_u64().unwrap()).collect();
    assert_eq!(sizes, [32 << 20, 3]);
    for bytes in ["ab", "abcd"] {
        let answer = put(&app, id(&upload), "2", bytes).await;
        assert_eq!(detail(&answer), (422, "This part has 3 bytes. Send exactly those.".to_owned()));
    }
    assert_eq!(put(&app, id(&upload), "2", "abc").await.status, 204);
    for number in ["0", "3", "x", "-1"] {
        assert_eq!(
            detail(&put(&app, id(&upload), number, "abc").await),
            (404, "This upload has no such part.".to_owned())
        );
    }
}

#[tokio::test]
async fn what_is_no_upload_is_not_found() {
    let app = empty();
    let missing = (404, "Upload not found".to_owned());
    for name in ["1", "x", "00000000-0000-0000-0000-000000000009", "..%2F..", "%00"] {
        assert_eq!(detail(&app.get(&format!("/dataset/uploads/{name}")).await), missing, "{name}");
        assert_eq!(detail(&app.delete(&format!("/dataset/uploads/{name}")).await), missing, "{name}");
        assert_eq!(detail(&put(&app, name, "1", "").await), missing, "{name}");
    }
}

#[tokio::test]
async fn a_file_has_bytes_and_not_too_many() {
    let app = empty();
    let refused = |size: Value| {
        let app = app.clone();
        async move { detail(&app.post("/dataset/uploads", json!({ "file_name": "a.csv", "size_bytes": size })).await) }
    };
    assert_eq!(
        refused(json!(0)).await,
        (422, "size_bytes must be 1 or more: there is nothing in the file.".to_owned())
    );
    assert_eq!(refused(json!(1_u64 << 40)).await.0, 413);
    assert_eq!(refused(json!(-1)).await.0, 422);
}
