//! The conformance suites on a temporary folder, and what only a folder on a disk must do.

use crate::{Local, Options};
use object_store::{ObjectStore, integration};
use serde_json::json;
use skydash_domain::job::Message;
use skydash_domain::{Error, JobId, Tenant};
use skydash_ports::{Commit, Expect, JobQueue, Key, Lane, MetaStore, Query, Record, Scope, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn fresh() -> (Local, TempDir) {
    let dir = TempDir::new().expect("a temporary folder");
    let options = Options { visibility_timeout: Duration::from_millis(500), max_receives: 3, ..Options::default() };
    (Local::open_with(dir.path(), options).expect("an open folder"), dir)
}

async fn store() -> (Arc<dyn MetaStore>, TempDir) {
    let (local, dir) = fresh();
    (local.scope().meta, dir)
}

async fn queue() -> (Arc<dyn JobQueue>, TempDir) {
    let (local, dir) = fresh();
    (local.scope().queue, dir)
}

async fn objects() -> (Arc<dyn ObjectStore>, TempDir) {
    let (local, dir) = fresh();
    (local.scope().objects, dir)
}

skydash_ports::meta_store_conformance!([], store);
skydash_ports::job_queue_conformance!([], queue);
skydash_ports::objects_conformance!([], objects);

#[tokio::test]
async fn the_object_store_keeps_its_own_contract() {
    integration::put_get_delete_list(&objects().await.0).await;
    integration::get_opts(&objects().await.0).await;
    integration::put_opts(&objects().await.0, false).await;
    integration::list_uses_directories_correctly(&objects().await.0).await;
    integration::list_with_delimiter(&objects().await.0).await;
    integration::list_with_offset_exclusivity(&objects().await.0).await;
    integration::rename_and_copy(&objects().await.0).await;
    integration::copy_if_not_exists(&objects().await.0).await;
    integration::stream_get(&objects().await.0).await;
}

fn record(id: &str, text: &str) -> Record {
    Record { key: Key::new("thing", id), version: 0, parent: None, order: 0, body: json!(text) }
}

#[tokio::test]
async fn a_page_of_large_records_is_shorter_and_goes_on() {
    let (local, _dir) = fresh();
    let meta = local.scope().meta;
    let text = "x".repeat(300 << 10);
    for id in ["a", "b", "c", "d", "e", "f"] {
        let put = Write::Put(record(id, &text), Expect::Absent);
        assert_eq!(meta.commit(vec![put]).await, Ok(Commit::Done));
    }
    let (mut query, mut pages) = (Query::all("thing").limit(1000), Vec::new());
    loop {
        let page = meta.query(&query).await.expect("a page");
        pages.push(page.records.iter().map(|record| record.key.id.clone()).collect::<String>());
        let Some(cursor) = page.cursor else { break };
        query.cursor = Some(cursor);
    }
    assert_eq!(pages, ["abcd", "ef"], "a megabyte of text, and the rest");
}

fn message() -> Message {
    Message { version: 1, tenant: Tenant::default(), job_id: JobId(Default::default()) }
}

async fn put(scope: &Scope, id: &str, text: &str) {
    let write = Write::Put(record(id, text), Expect::Anything);
    assert_eq!(scope.meta.commit(vec![write]).await, Ok(Commit::Done));
}

#[tokio::test]
async fn everything_survives_closing_and_opening_again() {
    let (local, dir) = fresh();
    let scope = local.scope();
    put(&scope, "1", "kept").await;
    assert_eq!(scope.meta.next_id("thing").await, Ok(1));
    scope.queue.send(Lane::Compute, &message()).await.expect("a message sent");
    scope.artifacts.put("a", vec![1, 2, 3].into()).await.expect("an object");
    drop((local, scope));

    let scope = Local::open(dir.path()).expect("the folder again").scope();
    let found = scope.meta.get(&Key::new("thing", "1")).await.expect("a read").expect("a record");
    assert_eq!(found, Record { version: 1, ..record("1", "kept") });
    assert_eq!(scope.meta.next_id("thing").await, Ok(2));
    assert_eq!(scope.artifacts.get("a").await, Ok(vec![1, 2, 3].into()));
    let found = scope.queue.receive(Lane::Compute, 1, Duration::ZERO).await.expect("deliveries");
    assert_eq!(found[0].message, message());
}

#[tokio::test]
async fn what_was_in_flight_is_visible_at_once_after_opening_again() {
    let (local, dir) = fresh();
    local.scope().queue.send(Lane::Compute, &message()).await.expect("a message sent");
    let first = local.scope().queue.receive(Lane::Compute, 1, Duration::ZERO).await.expect("deliveries");
    assert_eq!(first.len(), 1);
    drop(local);
    let queue = Local::open(dir.path()).expect("the folder again").scope().queue;
    let again = queue.receive(Lane::Compute, 1, Duration::ZERO).await.expect("deliveries");
    assert_eq!(again[0].receives, 2);
}

#[tokio::test]
async fn a_folder_in_use_is_refused_with_the_process_that_uses_it() {
    let (local, dir) = fresh();
    let scope = local.scope();
    drop(local);
    let refused = Local::open(dir.path()).err().expect("a refusal");
    assert!(matches!(&refused, Error::Conflict(text) if text.contains(&std::process::id().to_string())), "{refused}");
    drop(scope);
    let deadline = Instant::now() + Duration::from_secs(5);
    while let Err(error) = Local::open(dir.path()) {
        assert!(Instant::now() < deadline, "{error}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_folder_of_a_newer_version_is_refused() {
    let (local, dir) = fresh();
    drop(local);
    let connection = rusqlite::Connection::open(dir.path().join("skydash.db")).expect("the database");
    connection.pragma_update(None, "user_version", 1000).expect("a version set");
    assert!(matches!(Local::open(dir.path()), Err(Error::Precondition(_) | Error::Conflict(_))));
}

#[tokio::test]
async fn tenants_of_an_older_folder_are_known() {
    let (local, dir) = fresh();
    put(&local.scope(), "1", "kept").await;
    drop(local);
    let connection = rusqlite::Connection::open(dir.path().join("skydash.db")).expect("the database");
    connection.execute_batch("DROP TABLE tenant; PRAGMA user_version = 1").expect("the older tables");
    drop(connection);
    let scope = Local::open(dir.path()).expect("the folder again").scope();
    assert_eq!(scope.meta.all_tenants().await, Ok(vec![Tenant::default()]));
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let dir = TempDir::new().expect("a temporary folder");
    std::fs::write(dir.path().join("skydash.db"), "not a database, but long enough to look at".repeat(100))
        .expect("a file written");
    assert!(matches!(Local::open(dir.path()), Err(Error::Precondition(_))));
}

#[tokio::test]
async fn half_written_objects_of_a_killed_process_are_cleared_away() {
    let dir = TempDir::new().expect("a temporary folder");
    let folder = dir.path().join("objects/default/uploads");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("whole"), "kept").expect("a file written");
    std::fs::write(folder.join("half#1"), "partial").expect("a file written");
    let _local = Local::open(dir.path()).expect("an open folder");
    let deadline = Instant::now() + Duration::from_secs(5);
    while folder.join("half#1").exists() {
        assert!(Instant::now() < deadline, "the half-written object is still there");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(folder.join("whole").exists());
}

#[tokio::test]
async fn a_sound_database_has_no_check_files() {
    let (local, _dir) = fresh();
    put(&local.scope(), "1", "kept").await;
    assert_eq!(local.check_files().await, Ok(vec![]));
}
