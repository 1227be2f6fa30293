//! Path parameters.

use super::lax;
use super::validation::ValidationError;
use crate::error::ApiError;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use serde_json::{Value, json};
use skydash_domain::Error;

async fn parameter<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
    position: usize,
) -> Result<(String, String), ApiError> {
    let parameters = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| Error::invalid("The path is not valid UTF-8."))?;
    parameters
        .iter()
        .nth(position)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| Error::internal("the route has no such path parameter").into())
}

/// The path parameter at position `N` (the first by default), which must be an integer.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T, const N: usize = 0>(pub T);

impl<T: From<i64>, S: Send + Sync, const N: usize> FromRequestParts<S> for PathId<T, N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let (name, text) = parameter(parts, state, N).await?;
        let number = lax::integer(Value::String(text)).map_err(|(kind, msg, input)| {
            ApiError::Validation(vec![ValidationError::new(kind, vec![json!("path"), json!(name)], msg, input)])
        })?;
        Ok(Self(T::from(number.as_i64().unwrap_or_default())))
    }
}

/// The path parameter at position `N` as text.
#[derive(Debug, Clone)]
pub struct PathText<const N: usize = 0>(pub String);

impl<S: Send + Sync, const N: usize> FromRequestParts<S> for PathText<N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        parameter(parts, state, N).await.map(|(_, text)| Self(text))
    }
}
