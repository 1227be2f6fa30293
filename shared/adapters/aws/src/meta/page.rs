//! Pages of records in order.
//!
//! A cursor is the place of the last record that was looked at, not a position in a list: it means
//! the same whatever is written in between.

use super::layout::{self, PARTITION};
use super::{DynamoMeta, Item, failed, item};
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use skydash_domain::{Error, Result};
use skydash_ports::place::Place;
use skydash_ports::{Order, Page, Query};

/// The part of an index that a query goes through, both ends included.
struct Stretch {
    index: &'static str,
    attribute: &'static str,
    /// What all sort keys of the stretch begin with.
    prefix: String,
    first: String,
    last: String,
}

impl Stretch {
    /// The stretch of a query; none when nothing can be in there.
    fn of(query: &Query) -> Option<Self> {
        let (index, attribute, prefix) = match &query.parent {
            None => (layout::BY_PLACE, layout::PLACE, String::new()),
            Some(parent) => (layout::BY_PARENT, layout::CHILD, layout::family(parent)),
        };
        let least = match query.after {
            None => i64::MIN,
            Some(after) => after.checked_add(1)?,
        };
        // A place begins with a hexadecimal number, and 'g' comes after all of these.
        let (first, last) = (prefix.clone() + &layout::order(least), prefix.clone() + "g");
        Some(Self { index, attribute, prefix, first, last })
    }

    /// The sort key of a place.
    fn sort_key(&self, place: &Place) -> String {
        format!("{}{}{}", self.prefix, layout::order(place.order), place.id)
    }

    /// The place that an index entry's key names.
    fn place(&self, key: &Item) -> Option<Place> {
        let (order, id) = layout::split_place(item::text(key, self.attribute)?.strip_prefix(&self.prefix)?)?;
        Some(Place { order, id: id.to_owned() })
    }
}

/// Where a page begins.
enum Start {
    /// At the beginning of the stretch.
    Beginning,
    /// After this index entry.
    After(Item),
    /// Nowhere: the stretch has been gone through.
    End,
}

impl DynamoMeta {
    /// One page of a query: as many records as asked for, or what 1 MB holds.
    pub(super) async fn page(&self, query: &Query) -> Result<Page> {
        let cursor = query.cursor.as_deref().map(parse_cursor).transpose()?;
        let Some(stretch) = Stretch::of(query) else { return Ok(Page::default()) };
        let partition = layout::partition(&self.tenant, query.kind);
        let start = match start(&stretch, query.direction, &partition, cursor.as_ref()) {
            Start::Beginning => None,
            Start::After(key) => Some(key),
            Start::End => return Ok(Page::default()),
        };
        let found = self
            .client
            .query()
            .table_name(&*self.table)
            .index_name(stretch.index)
            .select(Select::AllAttributes)
            .consistent_read(true)
            .scan_index_forward(query.direction == Order::Ascending)
            .key_condition_expression("#pk = :pk AND #sort BETWEEN :first AND :last")
            .expression_attribute_names("#pk", PARTITION)
            .expression_attribute_names("#sort", stretch.attribute)
            .expression_attribute_values(":pk", AttributeValue::S(partition))
            .expression_attribute_values(":first", AttributeValue::S(stretch.first.clone()))
            .expression_attribute_values(":last", AttributeValue::S(stretch.last.clone()))
            .limit(i32::try_from(query.limit.max(1)).unwrap_or(i32::MAX))
            .set_exclusive_start_key(start)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        let cursor = match &found.last_evaluated_key {
            None => None,
            Some(key) => {
                let place = stretch.place(key).ok_or_else(|| Error::internal("DynamoDB: an index key not of ours"))?;
                Some(place.to_string())
            }
        };
        let items = found.items.unwrap_or_default().into_iter().map(|item| item::read(query.kind, item));
        let page = item::complete_page(items.collect(), &self.bodies).await?;
        Ok(Page { cursor, ..page })
    }
}

/// A cursor's place: an order and a sort key.
fn parse_cursor(cursor: &str) -> Result<Place> {
    let place: Place = cursor.parse()?;
    if place.id.starts_with(['/', '~']) {
        Ok(place)
    } else {
        Err(Error::invalid("The cursor of a page must be passed back as it was received."))
    }
}

/// DynamoDB refuses to start outside of the stretch, so that a cursor from there is looked at here.
fn start(stretch: &Stretch, direction: Order, partition: &str, cursor: Option<&Place>) -> Start {
    let Some(place) = cursor else { return Start::Beginning };
    let sort_key = stretch.sort_key(place);
    let (before, behind) = (sort_key < stretch.first, sort_key > stretch.last);
    let (ahead, passed) = match direction {
        Order::Ascending => (before, behind),
        Order::Descending => (behind, before),
    };
    if passed {
        return Start::End;
    }
    if ahead {
        return Start::Beginning;
    }
    let mut key = layout::address(partition, &place.id);
    key.insert(stretch.attribute.to_owned(), AttributeValue::S(sort_key));
    Start::After(key)
}
