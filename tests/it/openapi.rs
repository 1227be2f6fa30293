//! The published API: the committed copy is the derived one, every answer is typed, every operation is tested.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn operations() -> Vec<(String, String, serde_json::Value)> {
    let document = serde_json::to_value(skydash::routes::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(operation) = item.get(method) {
                operations.push((method.to_string(), path.clone(), operation.clone()));
            }
        }
    }
    operations
}

#[test]
fn the_committed_document_is_the_derived_one() {
    let committed = fs::read_to_string(root().join("openapi.json")).unwrap();
    assert!(
        committed.trim_end() == skydash::routes::openapi_text().trim_end(),
        "openapi.json is stale: run `make openapi`"
    );
}

#[test]
fn every_operation_has_a_name_of_its_own_and_typed_answers() {
    let mut names = std::collections::HashSet::new();
    let mut wrong = Vec::new();
    for (method, path, operation) in operations() {
        let name = operation["operationId"].as_str().unwrap_or_default().to_string();
        if name.is_empty() || !names.insert(name.clone()) {
            wrong.push(format!("{method} {path}: operation id '{name}' is missing or taken"));
        }
        let responses = operation["responses"].as_object().cloned().unwrap_or_default();
        for (status, response) in &responses {
            let bodiless = matches!(status.as_str(), "204" | "304" | "101" | "307");
            if !bodiless && response.get("content").is_none() {
                wrong.push(format!("{method} {path}: {status} has no body type"));
            }
        }
        if !responses.keys().any(|status| status.starts_with('2') || status == "101" || status == "501") {
            wrong.push(format!("{method} {path}: no success answer"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
