//! What is garbage, and what a check finds.

use crate::tests::{converter_body, run_body, session_body};
use crate::{Collected, check, check_content, clear_up, collect_garbage, collect_older_than, unreferred};
use bytes::Bytes;
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use serde_json::{Value, json};
use skydash_domain::Error;
use skydash_domain::run::Run;
use skydash_memory::Memory;
use skydash_ports::cascade;
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
    store_dataset_of(scope, id, json!({ "id": version, "rows": 3, "columns": 0 })).await;
}

async fn store_dataset_of(scope: &Scope, id: i64, table: Value) {
    let key = Key::new("dataset", id);
    let name = format!("d{id}");
    let body = json!({
        "id": id, "name": name, "created": 0, "last_modified": 0, "status": 3, "folder_id": null, "job_id": null,
        "table": table,
    });
    let put = Write::Put(Record { key: key.clone(), version: 0, parent: None, order: id, body }, Expect::Absent);
    let transaction = Transaction::new().claim_name("dataset", &name, &key, Error::conflict("taken")).write(put, None);
    transaction.commit(&*scope.meta).await.expect("a dataset");
}

async fn stored(scope: &Scope) -> Vec<String> {
    let objects: Vec<_> = scope.objects.list(None).try_collect().await.expect("a list");
    let names = objects.into_iter().map(|object| object.location.to_string());
    names.filter(|name| !name.ends_with("/store/identity")).collect()
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
    let mut step = converter_body(1);
    step["applied"] = applied;
    store_record(&scope, "converter", step).await;
    let overrides = json!({ "0": "figure" });
    let explorer = json!({
        "id": 1, "notebook_id": 1, "exploration_type": "E", "columns": [], "parameters": {}, "name": null, "status": 3,
        "job_id": null, "created": 0, "last_modified": 0, "delivery_time": null, "start_time": null, "end_time": null,
        "results_key": "results", "outdated": false, "overrides": overrides,
    });
    store_record(&scope, "explorer", explorer).await;
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
    let mut orphaned = run_body(1);
    orphaned["status"] = 1.into();
    let orphan =
        Record { key: Key::new("run", 1), version: 0, parent: Some(Key::new("session", 7)), order: 1, body: orphaned };
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
    let mut body = session_body();
    body["splits_key"] = "session-splits-1".into();
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
        store_table(&tenant, "v", "v").await;
        store_dataset(&tenant, 1, "v").await;
        store_dataset(&tenant, 2, "missing").await;
        tenant.uploads.put("left", Bytes::from_static(b"x")).await.expect("an upload");
    }
    let findings = check(&scope).await.expect("a check");
    assert!(findings.len() == 2 && findings[1].starts_with("two/dataset/2: "), "{findings:?}");
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 2);
    assert!(stored(&scope).await.iter().all(|name| name.contains("/tables/v/")));
}

#[tokio::test]
async fn objects_are_no_garbage_because_their_records_were_lost() {
    let scope = Memory::scope();
    store_table(&scope, "v", "v").await;
    store_dataset(&scope, 1, "v").await;
    scope.uploads.put("left", Bytes::from_static(b"x")).await.expect("an upload");
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 1);
    // The same objects with other records: none, then new ones.
    let lost = Memory::scope();
    let lost = Scope::new(lost.meta, lost.queue, scope.objects.clone());
    store_record(&lost, "folder", json!({ "id": 1, "name": "f" })).await;
    let refused = Collected { objects: 2, removed: 0, removed_bytes: 0 };
    assert_eq!(unreferred(&lost).await, Ok(2));
    assert_eq!(collect_older_than(&lost, Duration::ZERO, 9).await, Ok(refused));
    store_table(&lost, "new", "new").await;
    store_dataset(&lost, 2, "new").await;
    assert_eq!(collect_older_than(&lost, Duration::ZERO, 9).await.expect("a collection").removed, 0);
    let findings = check(&lost).await.expect("a check").join("\n");
    assert!(findings.contains("store/identity: it does not say the same"), "{findings}");
    // With their own records they are what they were.
    assert_eq!(check(&scope).await, Ok(vec![]));
    let deleted = cascade::remove_dataset(&*scope.meta, 1.into()).await.expect("a deletion");
    clear_up(&scope, &deleted).await.expect("an end");
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 4);
}

#[tokio::test]
async fn nothing_is_garbage_while_a_record_or_summary_cannot_be_read() {
    let scope = Memory::scope();
    for version in ["base", "left"] {
        store_table(&scope, version, version).await;
    }
    store_table(&scope, "renamed", "base").await;
    store_dataset(&scope, 1, "renamed").await;
    scope.objects.delete(&"default/tables/renamed/summary.json".into()).await.expect("a removal");
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 0);
    store_table(&scope, "renamed", "base").await;
    assert_eq!(collect_older_than(&scope, Duration::ZERO, 9).await.expect("a collection").removed, 2);
}

#[tokio::test]
async fn where_room_is_scarce_deleting_frees_what_nothing_else_needs() {
    let scope = Memory::scope().freeing_at_once();
    store_table(&scope, "base", "base").await;
    for (id, version) in [(1, "base"), (2, "renamed"), (3, "own")] {
        store_table(&scope, version, if id == 2 { "base" } else { version }).await;
        store_dataset(&scope, id, version).await;
    }
    let delete = async |id: i64| {
        let removed = cascade::remove_dataset(&*scope.meta, id.into()).await.expect("a deletion");
        clear_up(&scope, &removed).await.expect("an end");
        stored(&scope).await.len()
    };
    assert_eq!(stored(&scope).await.len(), 5);
    assert_eq!(delete(3).await, 3, "its part and its summary");
    assert_eq!(delete(1).await, 3, "the renamed table has its part");
    assert_eq!(check(&scope).await, Ok(vec![]));
    assert_eq!(delete(2).await, 0, "and with that one everything goes");
}

#[tokio::test]
async fn content_that_is_not_what_was_written_is_found() {
    let scope = Memory::scope();
    let part = scope.tables.add_part("v", 0, Bytes::from_static(b"rows")).await.expect("a part");
    let summary = serde_json::from_value(json!({
        "format": 1, "rows": 3, "columns": [], "sample": [], "nan": {}, "statistics": null,
        "parts": [{ "name": part, "rows": 3, "size_bytes": 4 }],
    }));
    let table = scope.tables.complete("v".into(), &summary.expect("a summary")).await.expect("a table");
    store_dataset_of(&scope, 1, serde_json::to_value(&table).expect("a pointer")).await;
    store_table(&scope, "old", "old").await;
    store_dataset(&scope, 2, "old").await;
    let model = scope.artifacts.add("model-1", Bytes::from_static(b"trees")).await.expect("an artifact");
    let mut run = run_body(1);
    run["model_key"] = model.clone().into();
    store_record(&scope, "run", run).await;
    let whole = check_content(&scope).await.expect("a check");
    assert_eq!((whole.findings, whole.read, whole.unhashed), (vec![], 5, 2));
    let summary = json!({
        "format": 1, "rows": 3, "columns": [], "sample": [{}], "nan": {}, "statistics": null,
        "parts": [{ "name": part, "rows": 3, "size_bytes": 4 }],
    });
    let damage = [
        (format!("tables/{part}"), "r0ws".to_owned()),
        (format!("artifacts/{model}"), "tree".to_owned()),
        ("tables/v/summary.json".to_owned(), summary.to_string()),
    ];
    for (name, content) in damage {
        scope.objects.put(&format!("default/{name}").into(), content.into()).await.expect("damage");
    }
    assert_eq!(check(&scope).await, Ok(vec![]), "sizes and shapes are as they were");
    let found = check_content(&scope).await.expect("a check").findings.join("\n");
    for name in [part, model, "v/summary.json".into()] {
        assert!(found.contains(&format!("{name} is not what was written")), "{name} in {found}");
    }
}

#[tokio::test]
async fn a_damaged_record_is_named_and_passed_over() {
    let scope = Memory::scope();
    store_table(&scope, "v", "v").await;
    store_dataset(&scope, 1, "v").await;
    store_record(&scope, "run", json!({ "id": "no number" })).await;
    let findings = check(&scope).await.expect("a check");
    assert!(
        findings.len() == 1 && findings[0].starts_with("run/1: it is damaged and cannot be read: "),
        "{findings:?}"
    );
    assert_eq!(scope.meta.list::<Run>().await, Ok(vec![]));
    let asked = scope.meta.load::<Run>(1).await;
    assert!(matches!(&asked, Err(Error::Damaged(text)) if text.contains("run/1")), "{asked:?}");
}
