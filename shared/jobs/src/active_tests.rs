//! The record of an active job, when others get in between.

use crate::tests::{TASK, store_runs};
use crate::{active, cancel, enqueue};
use futures::FutureExt;
use futures::future::BoxFuture;
use skydash_domain::{Result, Tenant};
use skydash_memory::Memory;
use skydash_ports::{Commit, Key, Kind, MetaStore, Page, Query, Record, Scope, Write};
use std::sync::{Arc, Mutex};

/// A store in which something happens between two steps of whoever uses it: right before the next commit.
struct Interrupted {
    inner: Arc<dyn MetaStore>,
    deed: Mutex<Option<BoxFuture<'static, ()>>>,
}

#[async_trait::async_trait]
impl MetaStore for Interrupted {
    fn for_tenant(&self, tenant: &Tenant) -> Arc<dyn MetaStore> {
        self.inner.for_tenant(tenant)
    }

    async fn get(&self, key: &Key) -> Result<Option<Record>> {
        self.inner.get(key).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        self.inner.get_many(keys).await
    }

    async fn query(&self, query: &Query) -> Result<Page> {
        self.inner.query(query).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<Commit> {
        let deed = self.deed.lock().expect("a deed").take();
        if let Some(deed) = deed {
            deed.await;
        }
        self.inner.commit(writes).await
    }

    async fn next_id(&self, kind: Kind) -> Result<i64> {
        self.inner.next_id(kind).await
    }

    async fn tenants(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>> {
        self.inner.tenants(after).await
    }
}

#[tokio::test]
async fn the_record_of_a_job_is_not_taken_for_that_of_the_one_before_it() {
    let scope = Memory::scope();
    store_runs(&scope, 1).await;
    let first = enqueue(&scope, TASK, "Train").await.expect("a job");
    let stale = active::find(&scope, TASK.entity()).await.expect("an answer").expect("a record");
    let other = scope.clone();
    // The record is made anew, at the version it had.
    let deed = async move {
        cancel(&other, first).await.expect("an end");
        enqueue(&other, TASK, "Train").await.expect("another job");
    };
    let meta = Interrupted { inner: scope.meta.clone(), deed: Mutex::new(Some(deed.boxed())) };
    active::repair(&Scope { meta: Arc::new(meta), ..scope.clone() }, &stale).await.expect("a repair");
    let found = active::find(&scope, TASK.entity()).await.expect("an answer").expect("a record");
    assert_ne!(found.job_id, first);
    assert_eq!(found.version, stale.version);
}
