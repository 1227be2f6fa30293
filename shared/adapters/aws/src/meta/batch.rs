//! Many records by their keys.

use super::{DynamoMeta, Item, failed, item};
use crate::backoff::Backoff;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use futures::{StreamExt, TryStreamExt, stream};
use skydash_domain::{Error, Result};
use skydash_ports::{Damaged, Key, Record};
use std::collections::{HashMap, HashSet};

/// Most keys that one call takes.
const MOST_KEYS: usize = 100;

/// Most calls under way at once.
const CALLS: usize = 4;

impl DynamoMeta {
    /// The records of these keys, in their order.
    pub(super) async fn batch(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        let wanted: Vec<&Key> = keys.iter().collect::<HashSet<_>>().into_iter().collect();
        let chunks: Vec<_> = wanted.chunks(MOST_KEYS).map(|chunk| self.chunk(chunk)).collect();
        let found: Vec<Vec<Record>> = stream::iter(chunks).buffer_unordered(CALLS).try_collect().await?;
        let found: HashMap<Key, Record> =
            found.into_iter().flatten().map(|record| (record.key.clone(), record)).collect();
        Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
    }

    /// The records of up to a hundred different keys. DynamoDB gives up to 16 MB at once, less when
    /// it is busy, and says what it left out.
    async fn chunk(&self, keys: &[&Key]) -> Result<Vec<Record>> {
        let kinds: HashMap<String, &Key> =
            keys.iter().map(|key| (super::layout::partition(&self.tenant, key.kind), *key)).collect();
        let mut left: Vec<Item> = keys.iter().map(|key| self.address(key)).collect();
        let (mut found, mut backoff) = (Vec::with_capacity(keys.len()), Backoff::default());
        loop {
            let asked = left.len();
            let (items, unprocessed) = self.fetch(left).await?;
            for item in items {
                let key = item::text(&item, super::PARTITION).and_then(|partition| kinds.get(partition));
                let key = key.ok_or_else(|| Error::internal("DynamoDB: an item that was not asked for"))?;
                found.push(item::read(key.kind, item).map_err(Damaged::asked_for)?);
            }
            left = unprocessed;
            if left.is_empty() {
                return item::complete_all(found, &self.bodies).await;
            }
            if left.len() < asked {
                backoff = Backoff::default();
            }
            if !backoff.wait().await {
                return Err(Error::unavailable("DynamoDB: it keeps leaving keys out"));
            }
        }
    }

    /// What one call gives: items, and the keys it left out.
    async fn fetch(&self, keys: Vec<Item>) -> Result<(Vec<Item>, Vec<Item>)> {
        let keys = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
        let keys = keys.map_err(|error| Error::internal(format!("DynamoDB: {error}")))?;
        let call = self.client.batch_get_item().request_items(&*self.table, keys);
        let answer = call.send().await.map_err(|error| failed(&error))?;
        let items = answer.responses.into_iter().flatten().flat_map(|(_, items)| items).collect();
        let left = answer.unprocessed_keys.into_iter().flatten().flat_map(|(_, keys)| keys.keys).collect();
        Ok((items, left))
    }
}
