//! JSON that is already text, and is sent packed to whoever takes it so.

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use skydash_catalog::published;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, PoisonError, RwLock};

/// Bytes below which packing is not worth it: they fit into one packet.
const SMALL: usize = 1400;

/// The whole English catalog, packed when this was built.
const ENGLISH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.json.gz"));

/// A JSON body rendered before the request came, or for it.
pub(crate) enum JsonText {
    /// Part of the published catalog; sent without a copy.
    Shared(&'static [u8]),
    /// The same, packed.
    Packed(&'static [u8]),
    /// Put together for this request.
    Own(Vec<u8>),
}

impl JsonText {
    /// The whole catalog in a language, packed for those who take it so.
    pub(crate) fn catalog(language: &str, headers: &HeaderMap) -> Self {
        if language == "en" && takes_gzip(headers) {
            return Self::Packed(ENGLISH);
        }
        Self::published(published(language).all(), headers)
    }

    /// A part of the published catalog, packed for those who take it so.
    pub(crate) fn published(text: &'static [u8], headers: &HeaderMap) -> Self {
        if text.len() > SMALL && takes_gzip(headers) { Self::Packed(packed(text)) } else { Self::Shared(text) }
    }
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = accepted.flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// How hard texts are packed while somebody waits. The highest level takes four times as long and makes a catalog of 31 kB
/// one of 26.
const LEVEL: u32 = 3;

/// The packed form of a published text, made once. There are as many as there are texts.
fn packed(text: &'static [u8]) -> &'static [u8] {
    static PACKED: LazyLock<RwLock<HashMap<usize, &'static [u8]>>> = LazyLock::new(RwLock::default);
    let place = text.as_ptr().addr();
    let known = PACKED.read().unwrap_or_else(PoisonError::into_inner).get(&place).copied();
    known.unwrap_or_else(|| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
        // Writing to memory does not fail.
        let made = encoder.write_all(text).and_then(|()| encoder.finish()).unwrap_or_default();
        PACKED.write().unwrap_or_else(PoisonError::into_inner).entry(place).or_insert_with(|| made.leak())
    })
}

impl IntoResponse for JsonText {
    fn into_response(self) -> Response {
        let (body, is_packed) = match self {
            Self::Shared(text) => (Bytes::from_static(text), false),
            Self::Packed(text) => (Bytes::from_static(text), true),
            Self::Own(text) => (Bytes::from(text), false),
        };
        let mut response =
            ([(CONTENT_TYPE, "application/json"), (VARY, "accept-encoding, accept-language")], body).into_response();
        if is_packed {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn what_was_packed_when_this_was_built_is_the_catalog() {
        let mut text = Vec::new();
        GzDecoder::new(ENGLISH).read_to_end(&mut text).unwrap();
        assert_eq!(text, published("en").all());
    }
}
