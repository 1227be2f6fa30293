//! Forms with a file: what must be in them, and the file as something that can be read.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};
use skydash_domain::{Error, Result};
use skydash_http::fastapi::{ValidationError, json_error};
use skydash_http::multipart::Form;
use skydash_http::{ApiError, ApiResult};
use skydash_ports::Scope;

/// Whether a request carries a multipart form.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    content_type.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

/// Checks that a form has these fields and files.
pub(crate) fn require(form: &Form, fields: &[&str], files: &[&str]) -> ApiResult<()> {
    let absent_fields = fields.iter().filter(|name| form.field(name).is_none());
    let absent_files = files.iter().filter(|name| !form.files.contains_key(**name));
    let fault =
        |name: &&str| ValidationError::new("missing", vec![json!("body"), json!(name)], "Field required", Value::Null);
    let faults: Vec<ValidationError> = absent_files.chain(absent_fields).map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(ApiError::Validation(faults)) }
}

/// The JSON object in a field; an empty one when the field is absent or empty.
pub(crate) fn object(form: &Form, name: &str) -> Result<Map<String, Value>> {
    let text = form.field(name).unwrap_or_default();
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Error::invalid(format!("{name} is not a valid JSON object: expected names with values."))),
        Err(_) => {
            let why = json_error::sentence(text.as_bytes());
            Err(Error::invalid(format!("{name} is not a valid JSON object: {why}")))
        }
    }
}

/// Removes the files of a form that were stored on arrival. A failure is left to the sweeper.
pub(crate) async fn discard(scope: &Scope, form: &Form) {
    for upload in form.files.values() {
        if let Err(error) = scope.uploads.remove(&upload.key).await {
            tracing::warn!(%error, "an upload could not be removed at once");
        }
    }
}
