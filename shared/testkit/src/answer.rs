//! A response, read to its end.

use axum::http::header::LINK;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::Value;
use skydash_http::API_PREFIX;

/// A response, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub bytes: Bytes,
}

impl Answer {
    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// Where the header `Link` says that the next part of a list is, behind the API's prefix.
    #[must_use]
    pub fn next_part(&self) -> Option<String> {
        let link = self.headers.get(LINK)?.to_str().ok()?;
        let address = link.strip_prefix('<')?.strip_suffix(">; rel=\"next\"")?;
        address.strip_prefix(API_PREFIX).map(str::to_owned)
    }

    /// The status as a number with the body as JSON, to compare both at once.
    #[must_use]
    pub fn pair(&self) -> (u16, Value) {
        (self.status.as_u16(), self.json())
    }
}
