//! The data grid's filter model.

use super::filter::{Operation, Test};
use super::position;
use crate::cell::Kept;
use crate::csv::{float, integer};
use crate::kind::Kind;
use crate::limits::MAX_CONDITIONS;
use crate::names::shortened;
use serde_json::Value;
use skydash_domain::summary::{ColumnInfo, Summary};
use skydash_domain::{Error, Result};
use std::cmp::Ordering::{Equal, Greater, Less};

/// The conditions of a filter model.
pub(super) fn tests(summary: &Summary, model: Option<&str>) -> Result<Vec<Test>> {
    let Some(model) = model.and_then(|model| serde_json::from_str::<Value>(model).ok()) else { return Ok(Vec::new()) };
    let items = model.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.len() > MAX_CONDITIONS {
        return Err(Error::too_large(format!("A filter has at most {MAX_CONDITIONS} conditions.")));
    }
    let mut tests = Vec::new();
    for item in items {
        let word = |key: &str, older: &str| item.get(key).or_else(|| item.get(older)).and_then(Value::as_str);
        let (Some(field), Some(operator)) = (word("field", "columnField"), word("operator", "operatorValue")) else {
            continue;
        };
        let column = position(summary, field)?;
        if let Some(operation) = operation(&summary.columns[column], operator, item.get("value"))? {
            tests.push(Test { column, operation });
        }
    }
    Ok(tests)
}

fn operation(column: &ColumnInfo, operator: &str, value: Option<&Value>) -> Result<Option<Operation>> {
    let compare = |outcomes| Ok(single(column, value)?.map(|value| Operation::Compare(outcomes, value)));
    let part = || value.and_then(text).filter(|text| !text.is_empty()).map(|text| text.to_lowercase());
    match operator {
        "equals" => compare(&[Equal]),
        "lessThan" => compare(&[Less]),
        "lessThanOrEqualTo" => compare(&[Less, Equal]),
        "greaterThan" => compare(&[Greater]),
        "greaterThanOrEqualTo" => compare(&[Greater, Equal]),
        "contains" => Ok(part().map(Operation::Contains)),
        "doesNotContain" => Ok(part().map(Operation::Lacks)),
        "startsWith" => Ok(part().map(Operation::Starts)),
        "endsWith" => Ok(part().map(Operation::Ends)),
        "isEmpty" => Ok(Some(Operation::Empty)),
        "isNotEmpty" => Ok(Some(Operation::Present)),
        "isAnyOf" => {
            let values = listed(value).iter().map(|value| single(column, Some(value))).collect::<Result<Vec<_>>>()?;
            let values: Vec<Kept> = values.into_iter().flatten().collect();
            Ok((!values.is_empty()).then_some(Operation::AnyOf(values)))
        }
        "between" => {
            let sides = listed(value);
            let (low, high) = (single(column, sides.first())?, single(column, sides.get(1))?);
            Ok((low.is_some() || high.is_some()).then_some(Operation::Between(low, high)))
        }
        _ => Ok(None),
    }
}

/// The items of a list, or of a text with commas.
fn listed(value: Option<&Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(values)) => values.clone(),
        Some(Value::String(text)) => text.split(',').map(|item| Value::from(item.trim())).collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(other) => vec![other.clone()],
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value of the column's kind; none for a blank one.
fn single(column: &ColumnInfo, value: Option<&Value>) -> Result<Option<Kept>> {
    let Some(text) = value.and_then(text) else { return Ok(None) };
    let kind = Kind::of(&column.column_type);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = match kind {
        Kind::Text => Some(Kept::Text(text.as_str().into())),
        Kind::Bool => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Some(Kept::Bool(true)),
            "false" | "0" => Some(Kept::Bool(false)),
            _ => None,
        },
        Kind::Int => integer(text.trim().as_bytes()).map(Kept::Int).or_else(|| number(&text)),
        Kind::Float | Kind::Unknown => number(&text),
    };
    let wrong = || {
        Error::invalid(format!(
            "Filter on column '{}': '{}' is not a value of type {} ({}).",
            column.name,
            shortened(&text),
            column.column_type.name(),
            column.column_type.dtype()
        ))
    };
    read.map(Some).ok_or_else(wrong)
}

fn number(text: &str) -> Option<Kept> {
    float(text.trim().as_bytes()).map(Kept::Float)
}
