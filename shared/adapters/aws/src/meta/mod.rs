//! Metadata in one DynamoDB table.
//!
//! A record is one item, so a transaction of a hundred writes is a transaction of a hundred items.
//! Lists are local secondary indexes: unlike global ones they can be read consistently, which the
//! port promises. See [`layout`] for the names of things.

mod batch;
mod commit;
mod item;
pub mod layout;
mod page;
mod tenants;
mod write;

use crate::bodies::Bodies;
use crate::failure::translate;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use layout::{PARTITION, VALUE};
use skydash_domain::{Error, Result, Tenant};
use skydash_ports::meta::check_writes;
use skydash_ports::{Commit, Damaged, Key, Kind, MetaStore, Page, Query, Record, Write};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// An item of the table, or the key of one.
type Item = HashMap<String, AttributeValue>;

/// One tenant's view of the table.
#[derive(Clone)]
pub struct DynamoMeta {
    client: Client,
    table: Arc<str>,
    bodies: Bodies,
    noted: tenants::Noted,
    tenant: Tenant,
}

/// What DynamoDB's failures mean.
fn failed<E>(error: &aws_sdk_dynamodb::error::SdkError<E>) -> Error
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata + std::error::Error + 'static,
{
    translate("DynamoDB", error)
}

impl DynamoMeta {
    /// The default tenant's view.
    pub fn new(client: Client, table: String, bodies: Bodies) -> Self {
        Self { client, table: table.into(), bodies, noted: tenants::Noted::default(), tenant: Tenant::default() }
    }

    /// Another tenant's view.
    pub fn of(&self, tenant: &Tenant) -> Self {
        Self { tenant: tenant.clone(), ..self.clone() }
    }

    /// The key of a record's item.
    fn address(&self, key: &Key) -> Item {
        layout::address(&layout::partition(&self.tenant, key.kind), &layout::sort(&key.id))
    }

    /// Removes bodies of records that no record names any more; see [`crate::Aws::collect_bodies`].
    pub async fn collect_bodies(&self, grace: Duration, most: usize) -> Result<usize> {
        let mut removed = 0;
        for body in self.bodies.older_than(&self.tenant, grace).await? {
            if removed == most {
                break;
            }
            if !self.names(&body.kind, &body.location).await? {
                self.bodies.remove(&body.location).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Whether a record of this kind has its body at `location`.
    async fn names(&self, kind: &str, location: &str) -> Result<bool> {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let found = self
            .client
            .query()
            .table_name(&*self.table)
            .index_name(layout::BY_OBJECT)
            .key_condition_expression("#pk = :pk AND #object = :object")
            .expression_attribute_names("#pk", PARTITION)
            .expression_attribute_names("#object", layout::OBJECT)
            .expression_attribute_values(":pk", text(&layout::partition(&self.tenant, kind)))
            .expression_attribute_values(":object", text(location))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        Ok(found.count > 0)
    }
}

#[async_trait::async_trait]
impl MetaStore for DynamoMeta {
    fn for_tenant(&self, tenant: &Tenant) -> Arc<dyn MetaStore> {
        Arc::new(self.of(tenant))
    }

    async fn get(&self, key: &Key) -> Result<Option<Record>> {
        let found = self
            .client
            .get_item()
            .table_name(&*self.table)
            .set_key(Some(self.address(key)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        match found.item {
            Some(item) => {
                let found = item::read(key.kind, item).map_err(Damaged::asked_for)?;
                Ok(Some(found.complete(&self.bodies).await?))
            }
            None => Ok(None),
        }
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        self.batch(keys).await
    }

    async fn query(&self, query: &Query) -> Result<Page> {
        self.page(query).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<Commit> {
        check_writes(&writes)?;
        self.note_tenant().await?;
        let bodies = self.bodies.place(&self.tenant, &writes).await?;
        let mut transaction = commit::Transaction::default();
        for (position, (write, body)) in writes.iter().zip(bodies).enumerate() {
            if let Some(item) = write::translate(&self.table, self.address(write.key()), write, body)? {
                transaction.push(position, item);
            }
        }
        transaction.commit(&self.client).await
    }

    async fn next_id(&self, kind: Kind) -> Result<i64> {
        let counted = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(layout::address(&layout::counters(&self.tenant), kind)))
            .update_expression("ADD #value :one")
            .expression_attribute_names("#value", VALUE)
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        item::number(&counted.attributes.unwrap_or_default(), VALUE)
            .ok_or_else(|| Error::internal(format!("no {kind} ids are left")))
    }

    async fn tenants(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>> {
        self.tenants_after(after).await
    }
}
