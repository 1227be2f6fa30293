//! Behaviours of a metadata store: ordered queries and their pages.

use super::meta::{put_all, thing};
use crate::meta::{Commit, Expect, Key, MetaStore, Query, Record, Write};
use serde_json::json;
use skydash_domain::Error;
use std::sync::Arc;

/// The port under test.
type Store = Arc<dyn MetaStore>;

/// The ids a query finds over all its pages, and how many pages there were.
async fn ids(store: &dyn MetaStore, query: Query) -> (Vec<String>, usize) {
    let (mut query, mut found, mut pages) = (query, Vec::new(), 0);
    loop {
        let page = store.query(&query).await.expect("a page");
        assert!(page.records.len() <= query.limit);
        found.extend(page.records.into_iter().map(|record| record.key.id));
        pages += 1;
        assert!(pages < 10_000, "paging never ends");
        match page.cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return (found, pages),
        }
    }
}

/// Smallest order first, negative ones included; ties by id.
pub async fn a_query_goes_by_order_then_id(store: Store) {
    let records = [("c", 2), ("b", 2), ("a", 10), ("d", -5), ("e", i64::MAX), ("f", i64::MIN)];
    put_all(&*store, records.map(|(id, order)| thing(id, order, json!(1)))).await;
    put_all(&*store, [Record { key: Key::new("other", "x"), ..thing("", 0, json!(1)) }]).await;
    assert_eq!(ids(&*store, Query::all("thing")).await.0, ["f", "d", "b", "c", "a", "e"]);
}

/// Every page size gives the same list.
pub async fn pages_give_each_record_once(store: Store) {
    put_all(&*store, (0..90).map(|n| thing(&format!("{n:02}"), n / 7, json!(n)))).await;
    let expected: Vec<String> = (0..90).map(|n| format!("{n:02}")).collect();
    for limit in [1, 7, 89, 90, 91, 1000] {
        assert_eq!(ids(&*store, Query::all("thing").limit(limit)).await.0, expected, "limit {limit}");
    }
}

/// Records added, changed and removed between pages disturb no other record.
pub async fn pages_survive_writes_in_between(store: Store) {
    put_all(&*store, (0..50).map(|n| thing(&format!("{n:02}"), n, json!(n)))).await;
    let mut query = Query::all("thing").limit(10);
    let mut found = Vec::new();
    for round in 0.. {
        let page = store.query(&query).await.expect("a page");
        found.extend(page.records.into_iter().map(|record| record.key.id).filter(|id| id.len() == 2));
        let Some(cursor) = page.cursor else { break };
        query.cursor = Some(cursor);
        let seen = Write::Delete(Key::new("thing", format!("{round:02}")), Expect::Anything);
        let early = Write::Put(thing(&format!("early{round}"), -1, json!(0)), Expect::Anything);
        let rewritten = Write::Put(thing("49", 49, json!(round)), Expect::Anything);
        assert_eq!(store.commit(vec![seen, early, rewritten]).await, Ok(Commit::Done));
    }
    assert_eq!(found, (0..50).map(|n| format!("{n:02}")).collect::<Vec<_>>());
}

/// Going down gives the list in reverse, ties included.
pub async fn a_descending_query_is_the_reverse(store: Store) {
    put_all(&*store, (0..40).map(|n| thing(&format!("{n:02}"), n / 3, json!(n)))).await;
    let mut up = ids(&*store, Query::all("thing").limit(7)).await.0;
    up.reverse();
    assert_eq!(ids(&*store, Query::all("thing").descending().limit(7)).await.0, up);
}

/// `after` is exclusive, in both directions and with pages.
pub async fn after_leaves_out_what_was_seen(store: Store) {
    put_all(&*store, (0..30).map(|n| thing(&format!("{n:02}"), n / 2, json!(n)))).await;
    let expected: Vec<String> = (20..30).map(|n| format!("{n:02}")).collect();
    assert_eq!(ids(&*store, Query::all("thing").after(9).limit(3)).await.0, expected);
    let down: Vec<String> = expected.into_iter().rev().collect();
    assert_eq!(ids(&*store, Query::all("thing").after(9).descending().limit(3)).await.0, down);
    assert!(ids(&*store, Query::all("thing").after(i64::MAX)).await.0.is_empty());
}

/// Children come in order, without those of other parents.
pub async fn children_are_found_by_their_parent(store: Store) {
    let child = |id: &str, order, parent: &str| Record {
        parent: Some(Key::new("parent", parent)),
        ..thing(id, order, json!(1))
    };
    put_all(&*store, [child("a", 3, "1"), child("b", 1, "1"), child("c", 2, "11"), thing("d", 0, json!(1))]).await;
    let of = |parent: &str| Query::children("thing", Key::new("parent", parent)).limit(1);
    assert_eq!(ids(&*store, of("1")).await.0, ["b", "a"]);
    assert_eq!(ids(&*store, of("11")).await.0, ["c"]);
    assert!(ids(&*store, of("2")).await.0.is_empty());
    assert_eq!(ids(&*store, of("1").after(1)).await.0, ["a"]);
    assert_eq!(ids(&*store, of("1").descending()).await.0, ["a", "b"]);
}

/// Lists follow a record that is written with another parent or order.
pub async fn a_changed_parent_or_order_moves_the_record(store: Store) {
    let parent = |id: &str| Some(Key::new("parent", id));
    put_all(&*store, [Record { parent: parent("1"), ..thing("a", 1, json!(1)) }, thing("b", 2, json!(1))]).await;
    put_all(&*store, [Record { parent: parent("2"), ..thing("a", 3, json!(1)) }]).await;
    assert_eq!(ids(&*store, Query::all("thing")).await.0, ["b", "a"]);
    assert!(ids(&*store, Query::children("thing", Key::new("parent", "1"))).await.0.is_empty());
    assert_eq!(ids(&*store, Query::children("thing", Key::new("parent", "2"))).await.0, ["a"]);
}

/// A cursor that no page gave is refused, not misread.
pub async fn a_foreign_cursor_is_an_error(store: Store) {
    let query = Query { cursor: Some("nonsense".into()), ..Query::all("thing") };
    assert!(matches!(store.query(&query).await, Err(Error::Invalid(_))));
}
