//! Success answers that recur.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 201 with a body.
pub fn created<T>(body: T) -> (StatusCode, Json<T>) {
    (StatusCode::CREATED, Json(body))
}

/// What a PATCH answers: the changed row, or 304 without a body when there was nothing to change.
pub enum Patched<T> {
    /// 200 with the row.
    Changed(T),
    /// 304.
    Unchanged,
}

impl<T: Serialize> IntoResponse for Patched<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Changed(body) => Json(body).into_response(),
            Self::Unchanged => StatusCode::NOT_MODIFIED.into_response(),
        }
    }
}

/// The ids of a bulk delete. Unknown ids are skipped.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Ids {
    /// What to delete.
    pub ids: Vec<i64>,
}
