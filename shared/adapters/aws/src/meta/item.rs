//! Records read from items.

use super::{Item, layout};
use crate::bodies::Bodies;
use aws_sdk_dynamodb::types::AttributeValue;
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::Value;
use skydash_domain::Result;
use skydash_ports::{Damaged, Key, Kind, Page, Record, place};
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
pub fn read(kind: Kind, mut item: Item) -> Result<Found, Damaged> {
    let id = text(&item, layout::ID).unwrap_or_default().to_owned();
    let key = Key { kind, id };
    let broken = |what: &str| Damaged::new(&key, what);
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

fn parse(key: &Key, body: &[u8]) -> Result<Value, Damaged> {
    serde_json::from_slice(body).map_err(|error| Damaged::new(key, error))
}

impl Found {
    /// The record with its body. A failure of the store is another thing than a record that cannot be read.
    async fn look(self, bodies: &Bodies) -> Result<Result<Record, Damaged>> {
        let Some(object) = self.object else { return Ok(Ok(self.record)) };
        let body = bodies.get(&object).await?;
        Ok(parse(&self.record.key, &body).map(|body| Record { body, ..self.record }))
    }

    /// The record with its body.
    pub async fn complete(self, bodies: &Bodies) -> Result<Record> {
        self.look(bodies).await?.map_err(Damaged::asked_for)
    }
}

/// Completes many records, in their order.
pub async fn complete_all(found: Vec<Found>, bodies: &Bodies) -> Result<Vec<Record>> {
    let records: Vec<_> = found.into_iter().map(|found| found.complete(bodies)).collect();
    stream::iter(records).buffered(FETCHES).try_collect().await
}

/// Completes the records of a page, in their order, and keeps those apart that cannot be read.
pub async fn complete_page(found: Vec<Result<Found, Damaged>>, bodies: &Bodies) -> Result<Page> {
    let looks: Vec<_> = found
        .into_iter()
        .map(|found| async move {
            match found {
                Ok(found) => found.look(bodies).await,
                Err(damaged) => Ok(Err(damaged)),
            }
        })
        .collect();
    let mut page = Page::default();
    for looked in stream::iter(looks).buffered(FETCHES).try_collect::<Vec<_>>().await? {
        match looked {
            Ok(record) => page.records.push(record),
            Err(damaged) => page.damaged.push(damaged),
        }
    }
    Ok(page)
}
