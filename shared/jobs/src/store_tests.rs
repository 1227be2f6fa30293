//! What is garbage, and what a check finds.

use crate::{check, collect_garbage, collect_older_than};
use bytes::Bytes;
use futures::TryStreamExt;
use serde_json::json;
use skydash_domain::Error;
use skydash_memory::Memory;
use skydash_ports::{Expect, Key, Record, Scope, Tables, Transaction, Write};
use std::time::Duration;

/// Stores a table of one part, which may be another version's.
async fn store_table(scope: &Scope, version: &str, part_of: &str) {
    let part = Tables::part_name(part_of, 0);
    if version == part_of {
        scope.tables.put_part(&part, Bytes::from_static(b"rows")).await.expect("a part");
    }
    let summary = json!({
        "format": 1, "rows": 3, "columns": [], "sample": [], "nan": {}, "statistics": null,
        "parts": [{ "name": part, "rows": 3, "size_bytes": 4 }],
    });
    scope.tables.put_summary(version, &summary).await.expect("a summary");
}

/// Stores a dataset that points to a table.
async fn store_dataset(scope: &Scope, id: i64, version: &str) {
    let key = Key::new("dataset", id);
    let name = format!("d{id}");
    let body = json!({
        "id": id, "name": name, "created": 0, "last_modified": 0, "status": 3, "folder_id": null, "job_id": null,
        "table": { "id": version, "rows": 3, "columns": 0 },
    });
    let put = Write::Put(Record { key: key.clone(), version: 0, parent: None, order: id, body }, Expect::Absent);
    let transaction = Transaction::new().claim_name("dataset", &name, &key, Error::conflict("taken")).write(put, None);
    transaction.commit(&*scope.meta).await.expect("a dataset");
}

async fn stored(scope: &Scope) -> Vec<String> {
    let objects: Vec<_> = scope.objects.list(None).try_collect().await.expect("a list");
    objects.into_iter().map(|object| object.location.to_string()).collect()
}

#[tokio::test]
async fn garbage_is_what_no_record_and_no_table_in_use_refers_to() {
    let scope = Memory::scope();
    store_table(&scope, "base", "base").await;
    store_table(&scope, "renamed", "base").await;
    store_table(&scope, "dropped", "dropped").await;
    store_dataset(&scope, 1, "renamed").await;
    scope.uploads.put("left", Bytes::from_static(b"x")).await.expect("an upload");
    scope.artifacts.put("model", Bytes::from_static(b"x")).await.expect("an artifact");

    let none = collect_garbage(&scope).await.expect("a collection");
    assert_eq!((none.objects, none.removed), (7, 0), "nothing is old enough");
    let one = collect_older_than(&scope, Duration::ZERO, 1).await.expect("a collection");
    assert_eq!(one.removed, 1, "no more than asked for");
    let rest = collect_older_than(&scope, Duration::ZERO, 100).await.expect("a collection");
    assert_eq!(rest.removed, 3);
    assert_eq!(
        stored(&scope).await,
        ["base/part-00000.parquet", "base/summary.json", "renamed/summary.json"]
            .map(|name| format!("default/tables/{name}"))
    );
    assert_eq!(check(&scope).await, Ok(vec![]));
}

/// Stores a record that belongs to nothing.
async fn store_record(scope: &Scope, kind: &'static str, body: serde_json::Value) {
    let record = Record { key: Key::new(kind, 1), version: 0, parent: None, order: 1, body };
    let transaction = Transaction::new().write(Write::Put(record, Expect::Absent), None);
    transaction.commit(&*scope.meta).await.expect("a record");
}

#[tokio::test]
async fn what_steps_and_explorers_lead_to_is_in_use() {
    let scope = Memory::scope();
    store_table(&scope, "before", "before").await;
    store_table(&scope, "after", "before").await;
    store_table(&scope, "reverted", "reverted").await;
    let table = |id: &str| json!({ "id": id, "rows": 3, "columns": 0 });
    let applied = json!({ "position": 0, "before": table("after"), "after": table("after"), "fitted_key": "fitted" });
    store_record(&scope, "converter", json!({ "status": 3, "applied": applied })).await;
    let overrides = json!({ "0": "figure" });
    store_record(&scope, "explorer", json!({ "status": 3, "results_key": "results", "overrides": overrides })).await;
    let findings = check(&scope).await.expect("a check").join("\n");
    for key in ["fitted", "results", "figure"] {
        assert!(findings.contains(&format!("artifacts/{key} does not exist")), "{key} in {findings}");
        scope.artifacts.put(key, Bytes::from_static(b"x")).await.expect("an artifact");
    }
    assert_eq!(check(&scope).await, Ok(vec![]));
    collect_older_than(&scope, Duration::ZERO, 100).await.expect("a collection");
    assert_eq!(check(&scope).await, Ok(vec![]), "the part of another version is kept too");
    assert_eq!(stored(&scope).await.len(), 6, "and the table that nothing leads to is gone");
}

#[tokio::test]
async fn a_whole_store_has_no_findings() {
    let scope = Memory::scope();
    assert_eq!(check(&scope).await, Ok(vec![]));
    store_table(&scope, "v", "v").await;
    store_dataset(&scope, 1, "v").await;
    store_dataset(&scope, 2, "v").await;
    assert_eq!(check(&scope).await, Ok(vec![]));
}

#[tokio::test]
async fn missing_and_cut_off_objects_are_found() {
    let scope = Memory::scope();
    store_dataset(&scope, 1, "v").await;
    let findings = check(&scope).await.expect("a check");
    assert!(findings.len() == 1 && findings[0].contains("summary of table v"), "{findings:?}");
    store_table(&scope, "v", "v").await;
    scope.tables.put_part(&Tables::part_name("v", 0), Bytes::from_static(b"r")).await.expect("a cut-off part");
    let findings = check(&scope).await.expect("a check");
    assert!(findings.len() == 1 && findings[0].contains("1 bytes, not 4"), "{findings:?}");
}

#[tokio::test]
async fn names_parents_and_jobs_that_do_not_fit_are_found() {
    let scope = Memory::scope();
    let owner = Key::new("dataset", 9);
    let nobody = Transaction::new().claim_name("dataset", "x", &owner, Error::conflict("taken"));
    nobody.commit(&*scope.meta).await.expect("a reserved name");
    let orphan = Record {
        key: Key::new("run", 1),
        version: 0,
        parent: Some(Key::new("session", 7)),
        order: 1,
        body: json!({ "status": 1, "job_id": null }),
    };
    let write = Write::Put(orphan, Expect::Absent);
    Transaction::new().write(write, None).commit(&*scope.meta).await.expect("an orphan");
    let findings = check(&scope).await.expect("a check").join("\n");
    for expected in ["belongs to session/7", "reserved for \"dataset/9\"", "no job is active for it"] {
        assert!(findings.contains(expected), "{expected} in {findings}");
    }
}

#[tokio::test]
async fn long_splits_are_kept_as_long_as_their_session_and_missed_when_they_are_gone() {
    let scope = Memory::scope();
    let key = Key::new("session", 1);
    let body = json!({ "name": "s", "splits": "{}", "splits_key": "session-splits-1" });
    let put = Write::Put(Record { key: key.clone(), version: 0, parent: None, order: 1, body }, Expect::Absent);
    let named = Transaction::new().claim_name("session", "s", &key, Error::conflict("taken"));
    named.write(put, None).commit(&*scope.meta).await.expect("a session");
    let findings = check(&scope).await.expect("a check");
    assert_eq!(findings, ["session/1: artifacts/session-splits-1 does not exist"]);
    scope.artifacts.put("session-splits-1", Bytes::from_static(b"{}")).await.expect("an artifact");
    assert_eq!(check(&scope).await, Ok(vec![]));
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 0);
    let delete = Write::Delete(key, Expect::Present);
    Transaction::new().write(delete, None).commit(&*scope.meta).await.expect("a deletion");
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 1);
}

#[tokio::test]
async fn every_tenant_is_looked_after() {
    let scope = Memory::scope();
    for name in ["one", "two"] {
        let tenant = scope.for_tenant(&name.to_owned().try_into().expect("a tenant"));
        store_dataset(&tenant, 1, "missing").await;
        tenant.uploads.put("left", Bytes::from_static(b"x")).await.expect("an upload");
    }
    let findings = check(&scope).await.expect("a check");
    assert!(findings.len() == 2 && findings[1].starts_with("two/dataset/1: "), "{findings:?}");
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 2);
    assert_eq!(stored(&scope).await, [""; 0]);
}
