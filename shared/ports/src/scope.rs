//! All ports together, seen by one tenant.

use crate::clock::{Clock, Entropy, System};
use crate::links::Links;
use crate::meta::MetaStore;
use crate::objects::{Artifacts, Tables};
use crate::queue::JobQueue;
use crate::uploads::Uploads;
use object_store::ObjectStore;
use skydash_domain::{Result, Tenant, Timestamp};
use std::sync::Arc;

/// One tenant's view of everything outside: what handlers and jobs work with.
#[derive(Clone)]
pub struct Scope {
    /// Whose view it is.
    pub tenant: Tenant,
    /// Metadata.
    pub meta: Arc<dyn MetaStore>,
    /// The queue, shared by all tenants: messages carry theirs.
    pub queue: Arc<dyn JobQueue>,
    /// The object store below the three areas, for the sweeper and for checks.
    pub objects: Arc<dyn ObjectStore>,
    /// Tables.
    pub tables: Tables,
    /// Results of jobs.
    pub artifacts: Artifacts,
    /// Files received.
    pub uploads: Uploads,
    /// Addresses for what is too large for a request or an answer; none where nothing is.
    pub links: Option<Arc<dyn Links>>,
    /// Whether objects of deleted entities are to be removed at once, where room is scarce; otherwise the sweeper does it.
    pub frees_at_once: bool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub entropy: Arc<dyn Entropy>,
}

impl Scope {
    /// The default tenant's view of these adapters, on the machine's clock.
    pub fn new(meta: Arc<dyn MetaStore>, queue: Arc<dyn JobQueue>, objects: Arc<dyn ObjectStore>) -> Self {
        let tenant = Tenant::default();
        Self {
            meta: meta.for_tenant(&tenant),
            queue,
            tables: Tables::new(objects.clone(), &tenant),
            artifacts: Artifacts::new(objects.clone(), &tenant),
            uploads: Uploads::new(objects.clone(), &tenant),
            objects,
            links: None,
            frees_at_once: false,
            clock: Arc::new(System),
            entropy: Arc::new(System),
            tenant,
        }
    }

    /// The same adapters on another clock and another source of ids.
    #[must_use]
    pub fn with_time(self, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, entropy, ..self }
    }

    /// The same adapters where clients bring and fetch large objects by themselves.
    #[must_use]
    pub fn with_links(self, links: Arc<dyn Links>) -> Self {
        Self { links: Some(links), ..self }
    }

    /// The same adapters where room is scarce.
    #[must_use]
    pub fn freeing_at_once(self) -> Self {
        Self { frees_at_once: true, ..self }
    }

    /// Another tenant's view.
    #[must_use]
    pub fn for_tenant(&self, tenant: &Tenant) -> Self {
        Self {
            tenant: tenant.clone(),
            meta: self.meta.for_tenant(tenant),
            tables: Tables::new(self.objects.clone(), tenant),
            artifacts: Artifacts::new(self.objects.clone(), tenant),
            uploads: Uploads::new(self.objects.clone(), tenant),
            ..self.clone()
        }
    }

    /// The view of every tenant there is.
    pub async fn of_all_tenants(&self) -> Result<Vec<Self>> {
        Ok(self.meta.all_tenants().await?.iter().map(|tenant| self.for_tenant(tenant)).collect())
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
