//! Behaviours of a metadata store: records, versions, transactions, ids.

use crate::meta::{Commit, Expect, Key, MAX_BODY_BYTES, MAX_WRITES, MetaStore, Query, Record, Write};
use serde_json::{Value, json};
use skydash_domain::{Error, Tenant};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The port under test.
type Store = Arc<dyn MetaStore>;

/// A record of kind `thing`.
pub(super) fn thing(id: &str, order: i64, body: Value) -> Record {
    Record { key: Key::new("thing", id), version: 0, parent: None, order, body }
}

/// Writes records whatever was there.
pub(super) async fn put_all(store: &dyn MetaStore, records: impl IntoIterator<Item = Record>) {
    let writes = records.into_iter().map(|record| Write::Put(record, Expect::Anything)).collect();
    assert_eq!(store.commit(writes).await, Ok(Commit::Done));
}

async fn body_of(store: &dyn MetaStore, id: &str) -> Option<Value> {
    store.get(&Key::new("thing", id)).await.expect("a read").map(|record| record.body)
}

/// Every field of a record is kept, whatever JSON its body is.
pub async fn a_record_comes_back_as_it_was_written(store: Store) {
    let body = json!({"text": "ä\u{0}\n'\"", "n": -1.5e300, "big": i64::MAX, "list": [null, true], "z": 1, "a": 2});
    let parent = Some(Key::new("parent", "7"));
    let record = Record { parent, ..thing("1", i64::MIN, body) };
    put_all(&*store, [record.clone()]).await;
    let found = store.get(&record.key).await.expect("a read").expect("a record");
    assert_eq!(found, Record { version: 1, ..record.clone() });
    assert_eq!(found.body.to_string(), record.body.to_string(), "the order of fields is kept");
}

/// No record is no error.
pub async fn a_missing_record_is_none(store: Store) {
    assert_eq!(store.get(&Key::new("thing", "1")).await, Ok(None));
    assert_eq!(store.get_many(&[Key::new("thing", "1")]).await, Ok(vec![None]));
    assert_eq!(store.get_many(&[]).await, Ok(vec![]));
    assert_eq!(store.query(&Query::all("thing")).await.expect("a page").records, []);
}

/// `get_many` answers by position, also for a key asked for twice, also for many keys.
pub async fn many_records_come_back_in_the_order_asked_for(store: Store) {
    for chunk in 0..3 {
        put_all(&*store, (0..100).map(|n| chunk * 100 + n).map(|n| thing(&n.to_string(), n, json!(n)))).await;
    }
    let ids: Vec<i64> = (0..300).rev().chain([5, 1000, 5]).collect();
    let keys: Vec<Key> = ids.iter().map(|id| Key::new("thing", id)).collect();
    let found = store.get_many(&keys).await.expect("records");
    let bodies: Vec<Option<i64>> = found.iter().map(|record| record.as_ref()?.body.as_i64()).collect();
    let expected: Vec<Option<i64>> = ids.iter().map(|id| Some(*id).filter(|id| *id != 1000)).collect();
    assert_eq!(bodies, expected);
}

/// Versions are 1, 2, 3, whatever the writer put there.
pub async fn a_version_counts_writes(store: Store) {
    for version in 1..=3 {
        put_all(&*store, [Record { version: 99, ..thing("1", 0, json!(version)) }]).await;
        let found = store.get(&Key::new("thing", "1")).await.expect("a read").expect("a record");
        assert_eq!(found.version, version);
    }
}

/// A write at an old version refuses the whole transaction.
pub async fn a_stale_write_changes_nothing(store: Store) {
    put_all(&*store, [thing("1", 0, json!("first"))]).await;
    put_all(&*store, [thing("1", 0, json!("second"))]).await;
    let writes = vec![
        Write::Put(thing("2", 0, json!("new")), Expect::Absent),
        Write::Put(thing("1", 0, json!("stale")), Expect::Version(1)),
    ];
    assert_eq!(store.commit(writes).await, Ok(Commit::Refused(1)));
    assert_eq!(body_of(&*store, "1").await, Some(json!("second")));
    assert_eq!(body_of(&*store, "2").await, None);
    let delete = vec![Write::Delete(Key::new("thing", "1"), Expect::Version(1))];
    assert_eq!(store.commit(delete).await, Ok(Commit::Refused(0)));
    let missing = vec![Write::Put(thing("3", 0, json!(1)), Expect::Version(1))];
    assert_eq!(store.commit(missing).await, Ok(Commit::Refused(0)));
}

/// Among several failing conditions the first is reported.
pub async fn a_refusal_names_the_first_condition_that_fails(store: Store) {
    put_all(&*store, [thing("1", 0, json!(1))]).await;
    let writes = vec![
        Write::Check(Key::new("thing", "1"), Expect::Present),
        Write::Check(Key::new("thing", "2"), Expect::Present),
        Write::Put(thing("1b", 0, json!(1)), Expect::Version(5)),
    ];
    assert_eq!(store.commit(writes).await, Ok(Commit::Refused(1)));
}

/// `Absent` means what it says.
pub async fn absent_refuses_a_record_that_exists(store: Store) {
    let insert = || vec![Write::Put(thing("1", 0, json!(1)), Expect::Absent)];
    assert_eq!(store.commit(insert()).await, Ok(Commit::Done));
    assert_eq!(store.commit(insert()).await, Ok(Commit::Refused(0)));
}

/// `Present` means what it says, and a check alone writes nothing.
pub async fn present_refuses_a_record_that_is_missing(store: Store) {
    let check = || vec![Write::Check(Key::new("thing", "1"), Expect::Present)];
    assert_eq!(store.commit(check()).await, Ok(Commit::Refused(0)));
    put_all(&*store, [thing("1", 0, json!(1))]).await;
    assert_eq!(store.commit(check()).await, Ok(Commit::Done));
    let found = store.get(&Key::new("thing", "1")).await.expect("a read").expect("a record");
    assert_eq!(found.version, 1);
}

/// Deleting works with and without a condition, and of nothing as well.
pub async fn a_deleted_record_is_gone(store: Store) {
    put_all(&*store, [thing("1", 0, json!(1))]).await;
    let delete = || vec![Write::Delete(Key::new("thing", "1"), Expect::Anything)];
    assert_eq!(store.commit(delete()).await, Ok(Commit::Done));
    assert_eq!(body_of(&*store, "1").await, None);
    assert_eq!(store.query(&Query::all("thing")).await.expect("a page").records, []);
    assert_eq!(store.commit(delete()).await, Ok(Commit::Done));
}

/// The largest transaction there may be.
pub async fn a_hundred_writes_happen_together(store: Store) {
    let insert = || (0..100).map(|n| Write::Put(thing(&n.to_string(), n, json!(n)), Expect::Absent)).collect();
    assert_eq!(store.commit(insert()).await, Ok(Commit::Done));
    assert_eq!(body_of(&*store, "99").await, Some(json!(99)));
    assert_eq!(store.commit(insert()).await, Ok(Commit::Refused(0)));
}

/// One more is a mistake of the caller.
pub async fn more_than_a_hundred_writes_are_an_error(store: Store) {
    let writes = (0..=MAX_WRITES).map(|n| Write::Put(thing(&n.to_string(), 0, json!(n)), Expect::Anything)).collect();
    assert!(matches!(store.commit(writes).await, Err(Error::Internal(_))));
    assert_eq!(body_of(&*store, "0").await, None);
}

/// So are two writes of one key.
pub async fn a_key_named_twice_is_an_error(store: Store) {
    let writes = vec![
        Write::Put(thing("1", 0, json!(1)), Expect::Anything),
        Write::Check(Key::new("thing", "1"), Expect::Anything),
    ];
    assert!(matches!(store.commit(writes).await, Err(Error::Internal(_))));
    assert_eq!(body_of(&*store, "1").await, None);
}

/// The largest body there may be.
pub async fn a_body_of_350_kib_is_kept(store: Store) {
    let body = json!("x".repeat(MAX_BODY_BYTES - 2));
    put_all(&*store, [thing("1", 0, body.clone())]).await;
    assert_eq!(body_of(&*store, "1").await, Some(body));
}

/// One byte more is refused with a sentence, and nothing of the transaction happens.
pub async fn a_larger_body_is_an_error_and_writes_nothing(store: Store) {
    let writes = vec![
        Write::Put(thing("1", 0, json!(1)), Expect::Anything),
        Write::Put(thing("2", 0, json!("x".repeat(MAX_BODY_BYTES - 1))), Expect::Anything),
    ];
    assert!(matches!(store.commit(writes).await, Err(Error::TooLarge(_))));
    assert_eq!(body_of(&*store, "1").await, None);
}

/// 32 tasks that read, add one and write by compare-and-set end at 32 times their share.
pub async fn concurrent_increments_lose_nothing(store: Store) {
    put_all(&*store, [thing("sum", 0, json!(0))]).await;
    let tasks: Vec<_> = (0..32).map(|_| tokio::spawn(increment(store.clone(), 4))).collect();
    for task in tasks {
        task.await.expect("a task that ends well");
    }
    assert_eq!(body_of(&*store, "sum").await, Some(json!(128)));
}

async fn increment(store: Store, times: usize) {
    for _ in 0..times {
        loop {
            let found = store.get(&Key::new("thing", "sum")).await.expect("a read").expect("a record");
            let next = thing("sum", 0, json!(found.body.as_i64().expect("a number") + 1));
            match store.commit(vec![Write::Put(next, Expect::Version(found.version))]).await.expect("a commit") {
                Commit::Done => break,
                Commit::Refused(_) => tokio::task::yield_now().await,
            }
        }
    }
}

/// Of many that insert the same key at once, one succeeds.
pub async fn only_one_of_many_inserts_wins(store: Store) {
    let insert = |n: usize| {
        let store = store.clone();
        async move { store.commit(vec![Write::Put(thing("1", 0, json!(n)), Expect::Absent)]).await }
    };
    let tasks: Vec<_> = (0..32).map(|n| tokio::spawn(insert(n))).collect();
    let mut done = 0;
    for task in tasks {
        done += usize::from(task.await.expect("a task") == Ok(Commit::Done));
    }
    assert_eq!(done, 1);
}

/// Ids count up per kind, also when asked for at once, also after deletes.
pub async fn ids_start_at_one_and_are_never_reused(store: Store) {
    assert_eq!(store.next_id("thing").await, Ok(1));
    put_all(&*store, [thing("1", 1, json!(1))]).await;
    let delete = Write::Delete(Key::new("thing", "1"), Expect::Anything);
    assert_eq!(store.commit(vec![delete]).await, Ok(Commit::Done));
    let take = |store: Store| async move { store.next_id("thing").await.expect("an id") };
    let tasks: Vec<_> = (0..32).map(|_| tokio::spawn(take(store.clone()))).collect();
    let mut ids = BTreeSet::from([1]);
    for task in tasks {
        assert!(ids.insert(task.await.expect("a task")), "an id was given twice");
    }
    assert_eq!(store.next_id("other").await, Ok(1));
}

/// Records and ids of one tenant do not show in another.
pub async fn tenants_see_nothing_of_each_other(store: Store) {
    let tenant = |name: &str| Tenant::try_from(name.to_owned()).expect("a tenant");
    let (one, two) = (store.for_tenant(&tenant("one")), store.for_tenant(&tenant("two")));
    put_all(&*one, [thing("1", 0, json!("one"))]).await;
    assert_eq!(body_of(&*two, "1").await, None);
    assert_eq!(two.query(&Query::all("thing")).await.expect("a page").records, []);
    put_all(&*two, [thing("1", 0, json!("two"))]).await;
    let delete = Write::Delete(Key::new("thing", "1"), Expect::Present);
    assert_eq!(two.commit(vec![delete]).await, Ok(Commit::Done));
    assert_eq!(body_of(&*one, "1").await, Some(json!("one")));
    assert_eq!(one.next_id("thing").await, Ok(1));
    assert_eq!(two.next_id("thing").await, Ok(1));
    assert_eq!(body_of(&*one.for_tenant(&tenant("one")), "1").await, Some(json!("one")));
}

/// Ids are any text: separators, wildcards and case are nothing special.
pub async fn odd_ids_are_kept_apart(store: Store) {
    let long = "é".repeat(512);
    let ids = ["a/b", "a", "A", "a%", "a_", "", " ", "a\u{0}", "ü", "u\u{308}", "../x", long.as_str()];
    put_all(&*store, ids.iter().map(|id| thing(id, 0, json!(id)))).await;
    for id in ids {
        assert_eq!(body_of(&*store, id).await, Some(json!(id)));
    }
    assert_eq!(store.query(&Query::all("thing")).await.expect("a page").records.len(), ids.len());
}
