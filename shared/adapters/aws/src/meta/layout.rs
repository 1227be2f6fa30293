//! What things are called in the table, and how a record's place becomes text that sorts.
//!
//! | attribute | of record 7 of kind `run` in session 3, order -1 | |
//! |---|---|---|
//! | `pk` | `default/run` | tenant and kind |
//! | `sk` | `/7` | the id |
//! | `place` | `7fffffffffffffff/7` | sort key of the index `by_place` |
//! | `child` | `session/3#7fffffffffffffff/7` | sort key of `by_parent`; only with a parent |
//! | `object` | `default/bodies/run/{uuid}` | sort key of `by_object`; only when the body is an object |
//! | `body` | `{"name": ...}` | JSON as text; none when the body is an object |
//! | `id`, `order`, `parent`, `version` | `7`, -1, `session/3`, 1 | as the record has them |
//!
//! The ids given so far are at `pk` = `default/#ids`, `sk` = the kind, in `value`; the tenants at
//! `pk` = `#tenants`, `sk` = the name.

use super::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use skydash_domain::Tenant;
use skydash_ports::{Key, hash};

/// The table's partition key.
pub const PARTITION: &str = "pk";
/// The table's sort key.
pub const SORT: &str = "sk";
/// Where a record stands among all of its kind.
pub const PLACE: &str = "place";
/// Where a record stands among the children of its parent.
pub const CHILD: &str = "child";
/// The object that holds a large body.
pub const OBJECT: &str = "object";
/// A body that is kept in the item.
pub const BODY: &str = "body";
/// The record's id.
pub const ID: &str = "id";
/// The record's order.
pub const ORDER: &str = "order";
/// The record's parent.
pub const PARENT: &str = "parent";
/// The record's version.
pub const VERSION: &str = "version";
/// The last id given.
pub const VALUE: &str = "value";

/// The partition of all tenants' names. No tenant is called like that.
pub const TENANTS: &str = "#tenants";

/// The index of [`PLACE`].
pub const BY_PLACE: &str = "by_place";
/// The index of [`CHILD`].
pub const BY_PARENT: &str = "by_parent";
/// The index of [`OBJECT`].
pub const BY_OBJECT: &str = "by_object";

/// Longest id that is its own key. A sort key may have 1024 bytes, and that of `by_parent` also
/// names the parent and the order.
const LONGEST_ID: usize = 850;

/// Longest parent that is written out in a key.
const LONGEST_PARENT: usize = 150;

/// The partition of a tenant's records of a kind. A tenant's name has no slash.
pub fn partition(tenant: &Tenant, kind: &str) -> String {
    format!("{tenant}/{kind}")
}

/// The partition of a tenant's counters. No kind is called like that.
pub fn counters(tenant: &Tenant) -> String {
    partition(tenant, "#ids")
}

/// The key of an item.
pub fn address(partition: &str, sort: &str) -> Item {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    Item::from([(PARTITION.to_owned(), text(partition)), (SORT.to_owned(), text(sort))])
}

/// An id as a sort key: never empty, never too long, and sorted like the ids. Ids of more than 850
/// bytes come after all others, in no particular order.
pub fn sort(id: &str) -> String {
    if id.len() <= LONGEST_ID { format!("/{id}") } else { digest(id) }
}

/// An order as text that sorts like the numbers.
pub fn order(order: i64) -> String {
    format!("{:016x}", order.cast_unsigned() ^ (1 << 63))
}

/// The order that [`order`] wrote at the start of a place, and what follows it.
pub fn split_place(place: &str) -> Option<(i64, &str)> {
    let (order, sort) = place.split_at_checked(16)?;
    let order = u64::from_str_radix(order, 16).ok()?;
    Some(((order ^ (1 << 63)).cast_signed(), sort))
}

/// What the places of a parent's children begin with. No two parents have the same.
pub fn family(parent: &Key) -> String {
    let text = parent.to_string();
    if text.len() <= LONGEST_PARENT && !text.contains('#') { format!("{text}#") } else { digest(&text) + "#" }
}

fn digest(text: &str) -> String {
    format!("~{}", hash::of_few(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_sort_as_text_and_come_back() {
        let orders = [i64::MIN, -256, -1, 0, 1, 15, 16, 1 << 40, i64::MAX];
        let texts = orders.map(|number| order(number) + "/x");
        assert!(texts.is_sorted());
        for (number, text) in orders.iter().zip(&texts) {
            assert_eq!(split_place(text), Some((*number, "/x")));
        }
        assert_eq!(split_place("short"), None);
        assert_eq!(split_place("zzzzzzzzzzzzzzzz/x"), None);
    }

    #[test]
    fn every_key_is_within_the_limits() {
        let long = "é".repeat(512);
        for id in ["", "~", "/", long.as_str()] {
            let parent = Key::new("a_rather_long_kind", id);
            let child = family(&parent) + &order(0) + &sort(id);
            assert!((1..=1024).contains(&sort(id).len()) && child.len() <= 1024, "{id}");
        }
    }

    #[test]
    fn no_parent_is_taken_for_another() {
        let parents = ["1", "11", "1#", "1#8000000000000000/x", &"1".repeat(1000), &"1".repeat(1001)];
        let families = parents.map(|id| family(&Key::new("parent", id)));
        for (position, one) in families.iter().enumerate() {
            assert!(families.iter().skip(position + 1).all(|two| !one.starts_with(two) && !two.starts_with(one)));
        }
    }
}
