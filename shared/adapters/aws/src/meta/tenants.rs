//! Which tenants there are: an item for each, written before its first record.

use super::{DynamoMeta, failed, item, layout};
use aws_sdk_dynamodb::types::AttributeValue;
use skydash_domain::{Error, Result, Tenant};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Most tenants in a page.
const PAGE: i32 = 200;

/// The tenants that this process has written items for.
pub type Noted = Arc<Mutex<HashSet<Tenant>>>;

impl DynamoMeta {
    /// Writes this view's tenant down, once in a process.
    pub(super) async fn note_tenant(&self) -> Result<()> {
        let noted = || self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted().contains(&self.tenant) {
            return Ok(());
        }
        let item = layout::address(layout::TENANTS, self.tenant.as_str());
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(item));
        put.send().await.map_err(|error| failed(&error))?;
        noted().insert(self.tenant.clone());
        Ok(())
    }

    /// Some of all tenants: those after `after`, in order; none after the last.
    pub(super) async fn tenants_after(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>> {
        let start = after.map(|after| layout::address(layout::TENANTS, after.as_str()));
        let found = self
            .client
            .query()
            .table_name(&*self.table)
            .consistent_read(true)
            .key_condition_expression("#pk = :pk")
            .expression_attribute_names("#pk", layout::PARTITION)
            .expression_attribute_values(":pk", AttributeValue::S(layout::TENANTS.to_owned()))
            .limit(PAGE)
            .set_exclusive_start_key(start)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        let tenant = |found| {
            let name = item::text(&found, layout::SORT).map(str::to_owned);
            Tenant::try_from(name.ok_or_else(|| Error::internal("DynamoDB: a tenant without a name"))?)
        };
        found.items.unwrap_or_default().into_iter().map(tenant).collect()
    }
}
