use super::{detail, empty};
use axum::http::Method;
use futures::StreamExt;
use serde_json::json;
use skydash_testkit::{Answer, TestApp};

const BOUNDARY: [(&str, &str); 1] = [("content-type", "multipart/form-data; boundary=XX")];
const CSV: &str = r#"{"dataloader_name": "CSVDataLoader", "separator": ","}"#;

/// Sends a form: text fields, and one file of this name.
pub(super) async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    if let Some((name, text)) = file {
        body +=
            &format!("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n");
    }
    app.send(Method::POST, path, &BOUNDARY, body + "--XX--\r\n").await
}

/// How many objects there are.
pub(super) async fn stored(app: &TestApp) -> usize {
    app.scope.objects.list(None).count().await
}

#[tokio::test]
async fn a_file_is_previewed_and_not_kept() {
    let app = empty();
    let text = "id,score,day\n1,3.5,2021-01-05\n2,,2021-02-10\n3,4.25,2021-03-01\n";
    let answer = send(&app, "/dataset/preview_with_types", &[("params", CSV)], Some(("a.csv", text))).await;
    let preview = answer.json();
    assert_eq!(answer.status, 200, "{preview}");
    assert_eq!((&preview["preview_row_count"], &preview["types_inferred"]), (&json!(3), &json!(true)));
    assert_eq!(preview["sample"][1], json!({ "id": 2, "score": null, "day": "2021-02-10" }));
    assert_eq!(preview["inferred_types"]["day"]["type"], "Date");
    assert!(preview["schema"]["score"]["type"].is_string() && preview["previewed_bytes"].is_number());
    assert_eq!(stored(&app).await, 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_previewed_is_the_client_s_to_mend() {
    let app = empty();
    let refused = [
        (r#"{"dataloader_name": "Nope"}"#, "a,b\n1,2\n", "Dataloader Nope not found in registry."),
        ("{}", "a,b\n1,2\n", "dataloader_name is required in params."),
        (
            r#"{"dataloader_name": "CSVDataLoader"}"#,
            "",
            "Error trying to load the CSV dataset: separator parameter was not provided.",
        ),
        ("[1]", "a\n1\n", "params is not a valid JSON object: expected names with values."),
        (
            r#"{"dataloader_name": "CSVDataLoader", "separator": ",", "inference_rows": 0}"#,
            "a\n1\n",
            "inference_rows must be a whole number of 1 or more.",
        ),
        (
            r#"{"dataloader_name": "ARFFDataLoader", "use_native_types": "yes"}"#,
            "@attribute a numeric\n@data\n1\n",
            "use_native_types must be true or false.",
        ),
        (
            r#"{"dataloader_name": "CSVDataLoader", "separator": ",", "methods": 5}"#,
            "a\n1\n",
            "methods must be a list of names, of which there is one: DashAIPtype.",
        ),
        (
            r#"{"dataloader_name": "CSVDataLoader", "separator": ",", "methods": ["Guess"]}"#,
            "a\n1\n",
            "methods must be a list of names, of which there is one: DashAIPtype.",
        ),
    ];
    for (params, text, why) in refused {
        let answer = send(&app, "/dataset/preview_with_types", &[("params", params)], Some(("a.csv", text))).await;
        assert_eq!(detail(&answer), (422, format!("Failed to load preview with types: {why}")));
    }
    for text in ["", "a,b,c\n1,2,3\n4,5\n6,7,8,9,10\n\"unterminated,1,2\n"] {
        let answer = send(&app, "/dataset/preview_with_types", &[("params", CSV)], Some(("a.csv", text))).await;
        let (status, why) = detail(&answer);
        assert!(status == 422 && why.starts_with("Failed to load preview with types: "), "{status} {why}");
    }
    assert_eq!(stored(&app).await, 0);
}

#[tokio::test]
async fn a_preview_takes_the_file_s_own_types_unless_it_is_asked_to_infer() {
    let app = empty();
    let text = "@attribute n numeric\n@attribute class {a, b}\n@data\n1,a\n2,b\n3,?\n";
    for (more, types) in [
        ("", ["Float", "Categorical"]),
        (r#", "use_native_types": null, "methods": null"#, ["Float", "Categorical"]),
        (r#", "use_native_types": true"#, ["Float", "Categorical"]),
        (r#", "use_native_types": false, "methods": ["DashAIPtype"]"#, ["Integer", "Text"]),
    ] {
        let params = format!(r#"{{"dataloader_name": "ARFFDataLoader"{more}}}"#);
        let answer = send(&app, "/dataset/preview_with_types", &[("params", &params)], Some(("a.arff", text))).await;
        let inferred = &answer.json()["inferred_types"];
        assert_eq!([&inferred["n"]["type"], &inferred["class"]["type"]], types, "{more}");
    }
    let params = r#"{"dataloader_name": "CSVDataLoader", "separator": ",", "use_native_types": true}"#;
    let answer = send(&app, "/dataset/preview_with_types", &[("params", params)], Some(("a.csv", "a\n1\n"))).await;
    assert_eq!(answer.json()["inferred_types"]["a"]["type"], "Integer", "{}", answer.json());
}

#[tokio::test]
async fn a_form_without_a_file_is_refused() {
    let app = empty();
    let missing =
        |name: &str| json!({ "type": "missing", "loc": ["body", name], "msg": "Field required", "input": null });
    let answer = send(&app, "/dataset/preview_with_types", &[("params", "{}")], None).await;
    assert_eq!(answer.pair(), (422, json!({ "detail": [missing("file")] })));
    let answer = send(&app, "/dataset/validate_type_changes", &[("params", "{}")], None).await;
    assert_eq!(answer.pair(), (422, json!({ "detail": [missing("file"), missing("type_changes")] })));
}

#[tokio::test]
async fn changes_of_types_are_checked_against_the_file() {
    let app = empty();
    let text = "length,class,day\n5.1,setosa,2021-01-05\n4.9,other,2021-01-06\n";
    let changes = json!({
        "length": { "current_type": "Float", "new_type": "Integer", "new_dtype": "int64" },
        "class": { "current_type": "Categorical", "new_type": "Text", "new_dtype": "string" },
        "day": { "current_type": "Text", "new_type": "Date" },
        "zzz": { "current_type": "Float", "new_type": "Text", "new_dtype": "string" },
    });
    let fields = [("type_changes", &*changes.to_string()), ("params", CSV)];
    let answer = send(&app, "/dataset/validate_type_changes", &fields, Some(("a.csv", text))).await;
    assert_eq!(
        answer.pair(),
        (
            200,
            json!({
                "valid": false,
                "errors": {
                    "length": "Column contains decimal values that would be lost",
                    "zzz": "Column 'zzz' not found in dataset",
                },
                "resolved_dtypes": { "class": "string", "day": "%Y-%m-%d" },
            })
        )
    );
    assert_eq!(stored(&app).await, 0);
}

#[tokio::test]
async fn changes_that_cannot_be_read_are_refused() {
    let app = empty();
    for changes in ["nope", "[]", r#"{"a": 5}"#] {
        let fields = [("type_changes", changes), ("params", CSV)];
        let answer = send(&app, "/dataset/validate_type_changes", &fields, Some(("a.csv", "a\n1\n"))).await;
        let (status, why) = detail(&answer);
        assert!(status == 422 && why.starts_with("Failed to validate type changes: type_changes "), "{status} {why}");
    }
}
