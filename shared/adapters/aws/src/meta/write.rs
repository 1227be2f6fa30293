//! One write as an action of a DynamoDB transaction.

use super::layout::{BODY, CHILD, ID, OBJECT, ORDER, PARENT, PARTITION, PLACE, VERSION};
use super::{Item, layout};
use crate::bodies::Body;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, TransactWriteItem, Update};
use skydash_domain::{Error, Result};
use skydash_ports::{Expect, Record, Write};
use std::collections::HashMap;

/// The action for a write; none when the write asks for nothing and does nothing.
pub fn translate(table: &str, address: Item, write: &Write, body: Option<Body>) -> Result<Option<TransactWriteItem>> {
    let action = TransactWriteItem::builder();
    let mut words = Words::default();
    let condition = words.condition(write.expect());
    let built = match write {
        Write::Put(record, _) => {
            let expression = words.assign(record, body);
            let update = Update::builder()
                .table_name(table)
                .set_key(Some(address))
                .update_expression(expression)
                .set_condition_expression(condition)
                .set_expression_attribute_names(Some(words.names))
                .set_expression_attribute_values(Some(words.values));
            update.build().map(|update| action.update(update))
        }
        Write::Delete(..) => {
            let delete = Delete::builder()
                .table_name(table)
                .set_key(Some(address))
                .set_condition_expression(condition)
                .set_expression_attribute_names(words.names())
                .set_expression_attribute_values(words.values());
            delete.build().map(|delete| action.delete(delete))
        }
        Write::Check(..) if condition.is_none() => return Ok(None),
        Write::Check(..) => {
            let check = ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(address))
                .set_condition_expression(condition)
                .set_expression_attribute_names(words.names())
                .set_expression_attribute_values(words.values());
            check.build().map(|check| action.condition_check(check))
        }
    };
    let incomplete = |error: BuildError| Error::internal(format!("DynamoDB: {error}"));
    Ok(Some(built.map_err(incomplete)?.build()))
}

/// What the expressions of an action refer to: `#x` is the attribute `x`, `:x` a value.
#[derive(Default)]
struct Words {
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Words {
    fn name(&mut self, attribute: &str) -> String {
        let name = format!("#{attribute}");
        self.names.insert(name.clone(), attribute.to_owned());
        name
    }

    fn value(&mut self, word: &str, value: AttributeValue) -> String {
        let word = format!(":{word}");
        self.values.insert(word.clone(), value);
        word
    }

    /// Empty maps must not be sent.
    fn names(&mut self) -> Option<HashMap<String, String>> {
        Some(std::mem::take(&mut self.names)).filter(|names| !names.is_empty())
    }

    fn values(&mut self) -> Option<HashMap<String, AttributeValue>> {
        Some(std::mem::take(&mut self.values)).filter(|values| !values.is_empty())
    }

    fn condition(&mut self, expect: Expect) -> Option<String> {
        match expect {
            Expect::Anything => None,
            Expect::Absent => Some(format!("attribute_not_exists({})", self.name(PARTITION))),
            Expect::Present => Some(format!("attribute_exists({})", self.name(PARTITION))),
            Expect::Version(version) => {
                let expected = self.value("expected", AttributeValue::N(version.to_string()));
                Some(format!("{} = {expected}", self.name(VERSION)))
            }
        }
    }

    /// The expression that makes an item, new or old, say what the record says.
    fn assign(&mut self, record: &Record, body: Option<Body>) -> String {
        let sort = layout::sort(&record.key.id);
        let place = layout::order(record.order) + &sort;
        let child = record.parent.as_ref().map(|parent| layout::family(parent) + &place);
        let (body, object) = match body {
            Some(Body::Object(location)) => (None, Some(location)),
            Some(Body::Inside(text)) => (Some(text), None),
            None => (Some(record.body.to_string()), None),
        };
        let text = |text: Option<String>| text.map(AttributeValue::S);
        let attributes = [
            (ID, text(Some(record.key.id.clone()))),
            (ORDER, Some(AttributeValue::N(record.order.to_string()))),
            (PLACE, text(Some(place))),
            (PARENT, text(record.parent.as_ref().map(ToString::to_string))),
            (CHILD, text(child)),
            (BODY, text(body)),
            (OBJECT, text(object)),
        ];
        let (none, one) = (self.value("none", number(0)), self.value("one", number(1)));
        let version = self.name(VERSION);
        let mut set = vec![format!("{version} = if_not_exists({version}, {none}) + {one}")];
        let mut removed = Vec::new();
        for (attribute, value) in attributes {
            let name = self.name(attribute);
            match value {
                Some(value) => set.push(format!("{name} = {}", self.value(attribute, value))),
                None => removed.push(name),
            }
        }
        // A body is in one place or the other, so there always is something to remove.
        format!("SET {} REMOVE {}", set.join(", "), removed.join(", "))
    }
}

fn number(number: u8) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
