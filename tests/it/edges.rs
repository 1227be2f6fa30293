//! Which crate may know which, and which may not drag in an engine.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};
use std::collections::{HashMap, HashSet};

/// What a crate of ours may depend on, outside of tests.
fn permitted(name: &str) -> &'static [&'static str] {
    match name {
        "domain" | "numeric" => &[],
        "ports" | "catalog" => &["domain"],
        "memory" | "local" | "aws" | "jobs" => &["domain", "ports"],
        "data" => &["domain", "catalog"],
        "learn" | "convert" | "explore" => &["domain", "catalog", "numeric"],
        "executor" => &["domain", "ports", "catalog", "jobs", "data", "learn", "convert", "explore"],
        "http" => &["domain", "ports"],
        "runtime" => &["domain", "ports", "http", "aws"],
        "fn-docs" | "fn-vacant" => &["http", "runtime"],
        "fn-compute" => &["domain", "ports", "executor", "runtime"],
        "fn-batch" => &["domain", "ports", "executor", "runtime"],
        "fn-sweep" => &["domain", "ports", "jobs", "runtime"],
        "testkit" => &["domain", "ports", "memory", "http"],
        "fn-dataset" => &["domain", "ports", "catalog", "jobs", "http", "runtime", "data"],
        "fn-predict" => &["domain", "ports", "catalog", "jobs", "http", "runtime", "data", "learn"],
        _ if name.starts_with("fn-") => &["domain", "ports", "catalog", "jobs", "http", "runtime"],
        _ => &[],
    }
}

/// Crates that put everything together, and may know everything.
const TOPS: [&str; 4] = ["skydash", "skydash-infra", "skydash-tests", "skydash-benches"];

/// Engines too heavy for a light function.
const HEAVY: [&str; 3] = ["polars", "linfa", "ort"];

/// Crates that must start in milliseconds.
const LIGHT: [&str; 13] = [
    "skydash-ports",
    "skydash-catalog",
    "skydash-http",
    "skydash-jobs",
    "skydash-fn-component",
    "skydash-fn-folder",
    "skydash-fn-notebook",
    "skydash-fn-explorer",
    "skydash-fn-converter",
    "skydash-fn-model-session",
    "skydash-fn-run",
    "skydash-fn-job",
    "skydash-fn-sweep",
];

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml")).exec().unwrap()
}

#[test]
fn crates_know_only_what_they_may() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages().into_iter().filter(|package| !TOPS.contains(&package.name.as_str())) {
        let name = package.name.strip_prefix("skydash-").unwrap_or(&package.name);
        for dependency in package.dependencies.iter().filter(|it| it.kind == DependencyKind::Normal) {
            if let Some(other) = dependency.name.strip_prefix("skydash-")
                && !permitted(name).contains(&other)
            {
                wrong.push(format!("{name} -> {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "edges that ARCHITECTURE.md does not permit: {wrong:?}");
}

#[test]
fn light_crates_carry_no_engine() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().unwrap();
    let names: HashMap<&PackageId, &str> = metadata.packages.iter().map(|it| (&it.id, it.name.as_str())).collect();
    let edges: HashMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let normal =
                |kinds: &[cargo_metadata::DepKindInfo]| kinds.iter().any(|it| it.kind == DependencyKind::Normal);
            (&node.id, node.deps.iter().filter(|it| normal(&it.dep_kinds)).map(|it| &it.pkg).collect())
        })
        .collect();
    for light in LIGHT {
        let start = metadata.packages.iter().find(|it| it.name == light).unwrap_or_else(|| panic!("no crate {light}"));
        let mut seen = HashSet::new();
        let mut open = vec![&start.id];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(edges[id].iter().copied());
            }
        }
        let heavy: Vec<&str> = seen.iter().map(|id| names[id]).filter(|name| HEAVY.contains(name)).collect();
        assert!(heavy.is_empty(), "{light} drags in {heavy:?}");
    }
}
