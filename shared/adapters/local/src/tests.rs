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
    connection.execute_batch("DROP TABLE tenant; DROP TABLE start; PRAGMA user_version = 1").expect("the older tables");
    drop(connection);
    std::fs::remove_file(dir.path().join("objects/store.json")).expect("a removal");
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
    let (local, dir) = fresh();
    drop(local);
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

#[tokio::test]
async fn removing_the_lock_file_opens_nothing() {
    let (local, dir) = fresh();
    let lock = dir.path().join("lock");
    std::fs::remove_file(&lock).expect("a removal");
    assert!(matches!(Local::open(dir.path()), Err(Error::Conflict(_))));
    assert!(!lock.exists(), "who is refused claims nothing");
    drop(local);
    Local::open(dir.path()).expect("the folder again");
}

/// A folder whose server was killed: as it lies there while it is in use.
async fn killed() -> (Local, TempDir) {
    let (local, dir) = fresh();
    put(&local.scope(), "1", "kept").await;
    local.scope().artifacts.put("a", vec![1, 2, 3].into()).await.expect("an object");
    (local, dir)
}

/// Copies what these names begin.
fn copy(dir: &TempDir, names: &[&str]) -> TempDir {
    let copy = TempDir::new().expect("a temporary folder");
    for name in names.iter().filter(|name| dir.path().join(name).exists()) {
        let copied = std::process::Command::new("cp").arg("-r").arg(dir.path().join(name)).arg(copy.path()).status();
        assert!(copied.expect("cp").success());
    }
    copy
}

fn files(dir: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(dir.path()).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_copy_without_the_log_is_refused_and_left_as_it_is() {
    let (_local, dir) = killed().await;
    let whole = copy(&dir, &["skydash.db", "skydash.db-wal", "objects"]);
    for names in [&["skydash.db", "objects"][..], &["objects"]] {
        let part = copy(&dir, names);
        let refused = Local::open(part.path()).err().expect("a refusal").to_string();
        for word in ["1 objects of 3 bytes", "skydash.db-wal", "--accept-loss"] {
            assert!(refused.contains(word), "{word} in {refused}");
        }
        let left: Vec<_> = files(&part).into_iter().filter(|name| name != "lock").collect();
        assert_eq!(left.len(), names.len(), "{left:?}");
        let options = Options { accept_loss: true, ..Options::default() };
        let scope = Local::open_with(part.path(), options).expect("the folder all the same").scope();
        assert_eq!(scope.meta.all_tenants().await, Ok(vec![]));
        drop(scope);
        Local::open(part.path()).expect("the folder without further questions");
    }
    let scope = Local::open(whole.path()).expect("the whole copy").scope();
    assert!(scope.meta.get(&Key::new("thing", "1")).await.expect("a read").is_some());
}

#[tokio::test]
async fn after_a_stop_one_file_has_everything() {
    let (local, dir) = killed().await;
    let scope = local.scope();
    local.close().await;
    assert!(!files(&dir).iter().any(|name| name.contains("-wal") || name.contains("-shm")), "{:?}", files(&dir));
    let late = scope.meta.get(&Key::new("thing", "1")).await;
    assert!(matches!(late, Err(Error::Unavailable(_))), "{late:?}");
    let copy = copy(&dir, &["skydash.db", "objects"]);
    let copied = Local::open(copy.path()).expect("the copy").scope();
    assert!(copied.meta.get(&Key::new("thing", "1")).await.expect("a read").is_some());
}

#[tokio::test]
async fn halves_of_different_times_are_refused() {
    let (local, dir) = killed().await;
    local.close().await;
    drop(local);
    let early = copy(&dir, &["skydash.db", "objects"]);
    let local = Local::open(dir.path()).expect("the folder again");
    local.close().await;
    drop(local);
    let late = copy(&dir, &["objects"]);
    std::fs::copy(early.path().join("skydash.db"), late.path().join("skydash.db")).expect("a copy");
    let older = Local::open(late.path()).err().expect("a refusal").to_string();
    assert!(older.contains("older than they are"), "{older}");
    let bare = copy(&dir, &["skydash.db"]);
    let missing = Local::open(bare.path()).err().expect("a refusal").to_string();
    assert!(missing.contains("where their tables are"), "{missing}");
}

#[tokio::test]
async fn objects_of_an_earlier_version_without_any_record_are_refused() {
    let dir = TempDir::new().expect("a temporary folder");
    let folder = dir.path().join("objects/default/artifacts");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("model"), "kept").expect("a file written");
    let refused = Local::open(dir.path()).err().expect("a refusal").to_string();
    assert!(refused.contains("no record of anything"), "{refused}");
}

#[tokio::test]
async fn a_record_that_is_no_json_is_told_from_the_others() {
    let (local, dir) = fresh();
    for id in ["1", "2", "3"] {
        put(&local.scope(), id, "kept").await;
    }
    drop(local);
    let connection = rusqlite::Connection::open(dir.path().join("skydash.db")).expect("the database");
    connection.execute("UPDATE record SET body = CAST(x'ff22' AS TEXT) WHERE id = '2'", []).expect("damage");
    drop(connection);
    let meta = Local::open(dir.path()).expect("the folder again").scope().meta;
    let mut query = Query::all("thing").limit(2);
    let first = meta.query(&query).await.expect("a page");
    assert_eq!((first.records.len(), first.damaged[0].key.id.as_str()), (1, "2"));
    query.cursor = first.cursor;
    assert_eq!(meta.query(&query).await.expect("a page").records.len(), 1);
    let asked = meta.get(&Key::new("thing", "2")).await;
    assert!(matches!(&asked, Err(Error::Damaged(text)) if text.contains("thing/2")), "{asked:?}");
}
