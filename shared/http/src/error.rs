//! The one place where an error becomes a response.

use crate::fastapi::ValidationError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use skydash_domain::Error;
use utoipa::ToSchema;

/// What a handler returns.
pub type ApiResult<T> = Result<T, ApiError>;

/// An error on its way to the client.
#[derive(Debug)]
pub enum ApiError {
    /// Something the domain refused.
    Domain(Error),
    /// The request does not have the published shape.
    Validation(Vec<ValidationError>),
    /// A status and sentence that the wire contract names for this very case.
    Exact(StatusCode, String),
}

impl ApiError {
    /// A status and sentence that the wire contract names for this very case.
    pub fn exact(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::Exact(status, detail.into())
    }

    /// The contract's answer for an operation that exists but does nothing.
    #[must_use]
    pub fn not_implemented() -> Self {
        Self::exact(StatusCode::NOT_IMPLEMENTED, "Method not implemented")
    }
}

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self::Domain(error.into())
    }
}

/// The body of an error: a sentence, or for a malformed request the list of what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "detail": "Dataset not found" }))]
pub struct Detail {
    /// What went wrong.
    #[schema(value_type = Fault)]
    pub detail: serde_json::Value,
}

/// What went wrong.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what is written as JSON")]
enum Fault {
    /// A sentence.
    Sentence(String),
    /// Every fault of a request that does not have the published shape.
    Shape(Vec<ValidationError>),
}

/// The status an error of the domain is answered with.
#[must_use]
pub fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Conflict(_) | Error::Cancelled => StatusCode::CONFLICT,
        Error::NotReady(_) | Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Precondition(_) => StatusCode::BAD_REQUEST,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
        Error::Damaged(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Domain(error) => {
                let status = status_of(&error);
                if status.is_server_error() {
                    tracing::error!(%error, "request failed");
                }
                let detail = match &error {
                    Error::Internal(_) => "Internal Server Error".into(),
                    Error::Unavailable(_) => "Temporarily unavailable. Try again in a moment.".into(),
                    other => other.to_string(),
                };
                (status, json!(detail))
            }
            Self::Validation(errors) => (StatusCode::UNPROCESSABLE_ENTITY, json!(errors)),
            Self::Exact(status, detail) => (status, json!(detail)),
        };
        (status, axum::Json(Detail { detail })).into_response()
    }
}
