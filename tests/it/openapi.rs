//! The published API: the committed copy is the derived one, every answer is typed, every operation is tested.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

pub(crate) fn operations() -> Vec<(String, String, serde_json::Value)> {
    let document = skydash::routes::document();
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
            if response["description"].as_str().unwrap_or_default().is_empty() {
                wrong.push(format!("{method} {path}: {status} is not described"));
            }
            let bodiless = matches!(status.as_str(), "204" | "304" | "101" | "307");
            if !bodiless && response.get("content").is_none() {
                wrong.push(format!("{method} {path}: {status} has no body type"));
            }
        }
        let is_checked = operation.get("requestBody").is_some() || path.contains('{');
        for status in ["400", "500"].into_iter().chain(is_checked.then_some("422")) {
            if !responses.contains_key(status) {
                wrong.push(format!("{method} {path}: {status} is not declared"));
            }
        }
        // 409 alone: an operation that every component of today refuses.
        if !responses.keys().any(|status| status.starts_with('2') || ["101", "409", "501"].contains(&status.as_str())) {
            wrong.push(format!("{method} {path}: no success answer"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A path with its variable parts made equal, without query and trailing slash.
fn plain(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
    let variable =
        |part: &str| part.contains('{') || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    path.split('/').map(|part| if variable(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every `METHOD path` that a recorded scenario sends.
fn replayed() -> Vec<String> {
    let mut sent = Vec::new();
    for file in fs::read_dir(root().join("tests/contract/scenarios")).unwrap() {
        let steps: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for step in steps.as_array().unwrap() {
            let method = step["method"].as_str().unwrap().to_lowercase();
            sent.push(format!("{method} {}", plain(step["path"].as_str().unwrap())));
        }
    }
    sent
}

/// Every path literal in a router's own tests.
fn in_router_tests() -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join("functions")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                if text.contains("TestApp") || path.components().any(|part| part.as_os_str() == "tests") {
                    let literals = text.split('"').skip(1).step_by(2).filter(|literal| literal.starts_with('/'));
                    found.extend(literals.map(|literal| plain(&format!("/api/v1{literal}"))));
                }
            }
        }
    }
    found
}

#[test]
fn every_operation_is_called_by_some_test() {
    let (replayed, tested) = (replayed(), in_router_tests());
    let untested: Vec<String> = operations()
        .into_iter()
        .map(|(method, path, _)| (format!("{method} {}", plain(&path)), plain(&path)))
        .filter(|(operation, path)| {
            let fits = |sent: &str| same(sent, path);
            !replayed.iter().any(|sent| same_operation(sent, operation)) && !tested.iter().any(|sent| fits(sent))
        })
        .map(|(operation, _)| operation)
        .collect();
    assert!(untested.is_empty(), "no test calls these: {untested:#?}");
}

fn same_operation(sent: &str, operation: &str) -> bool {
    match (sent.split_once(' '), operation.split_once(' ')) {
        (Some((method, path)), Some((wanted, template))) => method == wanted && same(path, template),
        _ => false,
    }
}

/// Whether a path fits a template part by part.
fn same(path: &str, template: &str) -> bool {
    let (path, template): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    path.len() == template.len() && path.iter().zip(&template).all(|(part, wanted)| *wanted == "{}" || part == wanted)
}
