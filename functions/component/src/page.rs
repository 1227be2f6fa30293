//! JSON that is already text.

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// A JSON body rendered before the request came, or for it.
pub(crate) enum JsonText {
    /// Part of the published catalog; sent without a copy.
    Shared(&'static [u8]),
    /// Put together for this request.
    Own(Vec<u8>),
}

impl IntoResponse for JsonText {
    fn into_response(self) -> Response {
        let body = match self {
            Self::Shared(text) => Bytes::from_static(text),
            Self::Own(text) => Bytes::from(text),
        };
        ([(CONTENT_TYPE, "application/json")], body).into_response()
    }
}
