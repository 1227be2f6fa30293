//! Behaviours of a metadata store: which tenants there are.

use super::meta::{put_all, thing};
use crate::meta::{Commit, Expect, Key, MetaStore, Write};
use serde_json::json;
use skydash_domain::Tenant;
use std::sync::Arc;

/// The port under test.
type Store = Arc<dyn MetaStore>;

fn tenant(name: &str) -> Tenant {
    Tenant::try_from(name.to_owned()).expect("a tenant")
}

async fn names(store: &dyn MetaStore) -> Vec<String> {
    store.all_tenants().await.expect("the tenants").into_iter().map(String::from).collect()
}

/// Nobody wrote anything, so there is nobody to clean up after.
pub async fn a_fresh_store_has_no_tenants(store: Store) {
    assert_eq!(store.tenants(None).await, Ok(vec![]));
    assert_eq!(store.tenants(Some(&tenant("a"))).await, Ok(vec![]));
}

/// Everybody's view names the same tenants, in order, also those whose records are all gone: objects may be left.
pub async fn a_tenant_is_known_from_its_first_record_on(store: Store) {
    for name in ["two", "one", "a-b_3"] {
        let view = store.for_tenant(&tenant(name));
        for number in 0..2 {
            put_all(&*view, [thing(&number.to_string(), 0, json!(1))]).await;
        }
    }
    let two = store.for_tenant(&tenant("two"));
    for number in 0..2 {
        let delete = Write::Delete(Key::new("thing", number), Expect::Present);
        assert_eq!(two.commit(vec![delete]).await, Ok(Commit::Done));
    }
    assert_eq!(names(&*store).await, ["a-b_3", "one", "two"]);
    assert_eq!(names(&*two).await, ["a-b_3", "one", "two"]);
    assert_eq!(two.query(&crate::Query::all("thing")).await.expect("a page").records, []);
    assert_eq!(store.tenants(Some(&tenant("one"))).await, Ok(vec![tenant("two")]));
}

/// However many there are.
pub async fn pages_give_each_tenant_once(store: Store) {
    let expected: Vec<String> = (0..450).map(|number| format!("t{number:03}")).collect();
    for name in &expected {
        put_all(&*store.for_tenant(&tenant(name)), [thing("1", 0, json!(1))]).await;
    }
    assert_eq!(names(&*store).await, expected);
}
