//! JSON request bodies.

use super::json_error;
use super::validation::{ValidationError, validate};
use crate::app::App;
use crate::body;
use crate::error::ApiError;
use axum::extract::{FromRequest, OptionalFromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// A JSON body, checked against the published schema of `T`.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: ToSchema + DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        Self::read(request, app.config().max_body_bytes).await
    }
}

impl<T: ToSchema + DeserializeOwned> Body<T> {
    /// Reads a body of at most `max_bytes`, for requests that the installation's limit does not suit.
    pub async fn read(request: Request, max_bytes: usize) -> Result<Self, ApiError> {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let is_json = content_type.is_empty() || content_type.contains("json");
        let bytes = body::read(request, max_bytes).await?;
        if !is_json && !bytes.is_empty() {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).into_owned();
            return Err(ApiError::Validation(validate::<T>(json!(text), "body").err().unwrap_or_default()));
        }
        parse_body(&bytes).map(Self)
    }
}

/// A body that may be left out: none when it is empty or `null`, which is what the frontend sends with a PATCH whose
/// fields are query parameters.
impl<T: ToSchema + DeserializeOwned> OptionalFromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Option<Self>, ApiError> {
        let bytes = body::read(request, app.config().max_body_bytes).await?;
        if matches!(bytes.trim_ascii(), b"" | b"null") { Ok(None) } else { parse_body(&bytes).map(|it| Some(Self(it))) }
    }
}

/// Reads `T` from JSON text as a request body would be.
pub fn parse_body<T: ToSchema + DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    if bytes.is_empty() {
        let fault = ValidationError::new("missing", vec![json!("body")], "Field required", Value::Null);
        return Err(ApiError::Validation(vec![fault]));
    }
    body::check_values(bytes)?;
    let value: Value = serde_json::from_slice(bytes).map_err(|_| {
        let (offset, said) = json_error::describe(bytes);
        let mut fault =
            ValidationError::new("json_invalid", vec![json!("body"), json!(offset)], "JSON decode error", json!({}));
        fault.ctx = Some(json!({ "error": said }));
        ApiError::Validation(vec![fault])
    })?;
    let checked = validate::<T>(value, "body").map_err(ApiError::Validation)?;
    serde_json::from_value(checked).map_err(|error| {
        ApiError::Validation(vec![ValidationError::new(
            "value_error",
            vec![json!("body")],
            error.to_string(),
            Value::Null,
        )])
    })
}

/// Tells a field that is absent (`None`) from one that is `null` (`Some(None)`):
/// `#[serde(default, deserialize_with = "double_option")]`.
pub fn double_option<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
