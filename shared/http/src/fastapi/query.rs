//! Query parameters. A parameter whose type is a list may be repeated.

use super::schema::{Shape, shape_of};
use super::validation::{ValidationError, validate};
use crate::error::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// The query string, checked against the published schema of `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: ToSchema + DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let value = collect::<T>(parts.uri.query().unwrap_or_default());
        let checked = validate::<T>(value, "query").map_err(ApiError::Validation)?;
        serde_json::from_value(checked).map(Self).map_err(|error| {
            let fault = ValidationError::new("value_error", vec![json!("query")], error.to_string(), Value::Null);
            ApiError::Validation(vec![fault])
        })
    }
}

/// Query text as a JSON object: lists where `T` has lists, otherwise the last value given.
fn collect<T: ToSchema>(query: &str) -> Value {
    let shape = shape_of::<T>();
    let is_list = |name: &str| match &*shape {
        Shape::Record { fields } => fields.iter().any(|field| field.name == name && is_list_shape(&field.shape)),
        _ => false,
    };
    let mut object = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name), Value::String(decode(value)));
        match object.get_mut(&name) {
            Some(Value::Array(values)) => values.push(value),
            _ if is_list(&name) => drop(object.insert(name, Value::Array(vec![value]))),
            _ => drop(object.insert(name, value)),
        }
    }
    Value::Object(object)
}

fn is_list_shape(shape: &Shape) -> bool {
    match shape {
        Shape::List(_) => true,
        Shape::Optional(inner) => is_list_shape(inner),
        _ => false,
    }
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
