//! Every port over AWS: DynamoDB for metadata, SQS for the queue, S3 for objects.
//!
//! ```text
//! table    {tenant}/{kind} + /{id}        records, in one table with three local indexes
//! queues   compute, batch                 one a lane, each with its queue of dead letters
//! bucket   {tenant}/tables|artifacts|...  objects, as on every other adapter
//!          {tenant}/store/identity        tells whether the table belongs to it
//!          {tenant}/bodies/{kind}/...     bodies of records that are too large for the table
//! ```
//!
//! What was committed, sent or stored is on several devices in several data centres before the
//! call returns. The README says more about layout, limits and permissions.

mod backoff;
mod bodies;
mod clients;
mod config;
mod failure;
mod meta;
mod objects;
mod provision;
mod queue;

pub use clients::Clients;
pub use config::{Config, Endpoints, LaneUrls};
pub use objects::Objects;
pub use provision::{Names, provision};

use bodies::Bodies;
use meta::DynamoMeta;
use queue::SqsQueue;
use skydash_domain::{Result, Tenant};
use skydash_ports::Scope;
use skydash_ports::identity::{self, Pair};
use std::sync::Arc;
use std::time::Duration;

/// How many bodies of records that are garbage are removed for a tenant in a round.
const MOST_BODIES: usize = 10_000;

/// The three services, as one program uses them.
#[derive(Clone)]
pub struct Aws {
    scope: Scope,
    meta: DynamoMeta,
    objects: Objects,
}

impl Aws {
    /// Connects with the credentials and region that the environment gives. Makes no call yet.
    pub async fn connect(config: &Config) -> Self {
        Self::over(&Clients::from_env(&config.endpoints).await, config)
    }

    /// Over clients made elsewhere.
    #[must_use]
    pub fn over(clients: &Clients, config: &Config) -> Self {
        let objects = Objects::new(clients.s3.clone(), config.bucket.clone());
        let bodies = Bodies::new(Arc::new(objects.clone()));
        let meta = DynamoMeta::new(clients.dynamodb.clone(), config.table.clone(), bodies);
        let queue = SqsQueue::new(clients.sqs.clone(), config);
        let scope = Scope::new(Arc::new(meta.clone()), Arc::new(queue), Arc::new(objects.clone()));
        let scope = scope.with_links(Arc::new(objects.clone()));
        Self { scope, meta, objects }
    }

    /// The default tenant's view; [`Scope::for_tenant`] gives another's.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope.clone()
    }

    /// The object store.
    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// Removes up to `most` bodies of a tenant's records that are older than `grace` and that no
    /// record names any more. Gives how many there were.
    pub async fn collect_bodies(&self, tenant: &Tenant, grace: Duration, most: usize) -> Result<usize> {
        if identity::compare(&self.scope.for_tenant(tenant)).await? == Pair::Torn {
            tracing::warn!(%tenant, "records were lost, or the bucket is another table's: no bodies are removed");
            return Ok(0);
        }
        self.meta.of(tenant).collect_bodies(grace, most).await
    }

    /// Removes bodies as [`Aws::collect_bodies`] does, many for each tenant.
    pub async fn collect_all_bodies(&self, grace: Duration) -> Result<()> {
        for of in self.scope.of_all_tenants().await? {
            self.collect_bodies(&of.tenant, grace, MOST_BODIES).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
