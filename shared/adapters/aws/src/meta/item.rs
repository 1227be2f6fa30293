//! Records read from items.

use super::{Item, layout};
use crate::bodies::Bodies;
use aws_sdk_dynamodb::types::AttributeValue;
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::Value;
use skydash_domain::{Error, Result};
use skydash_ports::{Key, Kind, Record, place};
use std::str::FromStr;

/// Most bodies fetched from the object store at once.
const FETCHES: usize = 16;

/// A record whose body may lie elsewhere.
pub struct Found {
    record: Record,
    object: Option<String>,
}

/// The number of this name; none when there is none or it is another thing.
pub fn number<T: FromStr>(item: &Item, name: &str) -> Option<T> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

/// The text of this name.
pub fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str)
}

/// Reads a record's item.
pub fn read(kind: Kind, mut item: Item) -> Result<Found> {
    let id = text(&item, layout::ID).unwrap_or_default().to_owned();
    let key = Key { kind, id };
    let broken = |what: &str| Error::internal(format!("record {key} cannot be read: {what}"));
    let parent = match text(&item, layout::PARENT) {
        None => None,
        Some(text) => {
            let (kind, id) = text.split_once('/').ok_or_else(|| broken("its parent is no key"))?;
            Some(Key::new(place::kind(kind), id))
        }
    };
    let version = number(&item, layout::VERSION).ok_or_else(|| broken("it has no version"))?;
    let order = number(&item, layout::ORDER).ok_or_else(|| broken("it has no order"))?;
    let (body, object) = match (item.remove(layout::BODY), item.remove(layout::OBJECT)) {
        (Some(AttributeValue::S(text)), _) => (parse(&key, text.as_bytes())?, None),
        (None, Some(AttributeValue::S(object))) => (Value::Null, Some(object)),
        _ => return Err(broken("it has no body")),
    };
    Ok(Found { record: Record { key, version, parent, order, body }, object })
}

fn parse(key: &Key, body: &[u8]) -> Result<Value> {
    serde_json::from_slice(body).map_err(|error| Error::internal(format!("record {key} cannot be read: {error}")))
}

impl Found {
    /// The record with its body.
    pub async fn complete(self, bodies: &Bodies) -> Result<Record> {
        let Some(object) = self.object else { return Ok(self.record) };
        let body = bodies.get(&object).await?;
        let body = parse(&self.record.key, &body)?;
        Ok(Record { body, ..self.record })
    }
}

/// Completes many records, in their order.
pub async fn complete_all(found: Vec<Found>, bodies: &Bodies) -> Result<Vec<Record>> {
    let records: Vec<_> = found.into_iter().map(|found| found.complete(bodies)).collect();
    stream::iter(records).buffered(FETCHES).try_collect().await
}
