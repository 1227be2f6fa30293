//! A store that something happens to while it is used: for tests of what comes in between.

use async_trait::async_trait;
use skydash_domain::{Result, Tenant};
use skydash_ports::{Commit, Key, Kind, MetaStore, Page, Query, Record, Scope, Write};
use std::sync::Arc;

/// What happens.
#[async_trait]
pub trait Observer: Send + Sync + 'static {
    /// Before a query; gives the one that is asked in its place.
    async fn query(&self, query: &Query) -> Result<Query> {
        Ok(query.clone())
    }

    /// Before a commit.
    async fn commit(&self) {}
}

/// The same scope, whose store's first tenant is observed.
#[must_use]
pub fn observed<O: Observer>(scope: &Scope, observer: Arc<O>) -> Scope {
    Scope { meta: Arc::new(Observed { inner: scope.meta.clone(), observer }), ..scope.clone() }
}

struct Observed<O> {
    inner: Arc<dyn MetaStore>,
    observer: Arc<O>,
}

#[async_trait]
impl<O: Observer> MetaStore for Observed<O> {
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
        self.inner.query(&self.observer.query(query).await?).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<Commit> {
        self.observer.commit().await;
        self.inner.commit(writes).await
    }

    async fn next_id(&self, kind: Kind) -> Result<i64> {
        self.inner.next_id(kind).await
    }

    async fn tenants(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>> {
        self.inner.tenants(after).await
    }
}
