//! Which explorers can be created.

use axum::http::StatusCode;
use serde_json::{Map, Value};
use skydash_catalog::explorers::card;
use skydash_catalog::{Entry, Kind, find};
use skydash_domain::Error;
use skydash_domain::summary::Summary;
use skydash_http::{ApiError, ApiResult};

fn refused(sentence: &str) -> ApiError {
    ApiError::exact(StatusCode::BAD_REQUEST, sentence)
}

/// The component of this name, if there is one.
pub(crate) fn component(name: &str) -> ApiResult<&'static Entry> {
    Ok(find(name).ok_or_else(|| {
        let shown: String = name.chars().take(60).collect();
        Error::not_found(format!("Exploration type {shown} not found"))
    })?)
}

/// Checks parameters against the component's schema.
pub(crate) fn parameters(entry: &Entry, parameters: &Map<String, Value>) -> ApiResult<()> {
    let check = entry.check.filter(|_| entry.kind == Kind::Explorer);
    match check.map(|check| check(parameters)) {
        Some(Ok(())) => Ok(()),
        _ => Err(refused("Error while validating explorer parameters")),
    }
}

/// Checks that a table has the columns, and that they are as many and of such types as the component's card says.
pub(crate) fn columns(entry: &Entry, columns: &[Map<String, Value>], summary: &Summary) -> ApiResult<()> {
    let name = |column: &'_ Map<String, Value>| column.get("columnName").and_then(Value::as_str).map(str::to_owned);
    let names: Option<Vec<String>> = columns.iter().map(name).collect();
    let names = names.ok_or_else(|| refused("Error while validating explorer columns"))?;
    let known: Option<Vec<_>> = names.iter().map(|name| summary.column(name)).collect();
    let fits = known.zip(card(entry.name)).is_some_and(|(columns, card)| {
        let typed = columns.iter().map(|column| (&column.name, &column.column_type));
        card.check(entry.name, typed).is_ok()
    });
    if fits { Ok(()) } else { Err(refused("Selected columns do not satisfy the explorer's type constraints")) }
}
