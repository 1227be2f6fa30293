//! Success answers that recur.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
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

/// Most ids of one bulk delete.
const MAX_IDS: usize = 10_000;

/// The ids of a bulk delete. Unknown ids are skipped.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Ids {
    /// What to delete: at most 10,000 ids, each looked up once.
    #[serde(deserialize_with = "distinct")]
    pub ids: Vec<i64>,
}

/// Reads ids in ascending order, each once.
fn distinct<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let mut ids = Vec::deserialize(deserializer)?;
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MAX_IDS {
        return Err(D::Error::custom(format!(
            "ids may have at most {MAX_IDS} entries. Send the others in a second request."
        )));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fastapi::parse_body;

    fn ids(list: &[i64]) -> Option<Vec<i64>> {
        parse_body::<Ids>(format!("{{\"ids\": {list:?}}}").as_bytes()).ok().map(|it| it.ids)
    }

    #[test]
    fn ids_are_asked_for_once_and_not_without_end() {
        assert_eq!(ids(&[7, 3, 7, 7]), Some(vec![3, 7]));
        assert_eq!(ids(&[7; 20_000]), Some(vec![7]));
        assert_eq!(ids(&(0..10_001).collect::<Vec<_>>()), None);
    }
}
