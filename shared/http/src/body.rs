//! Request bodies read as a whole, and what it means when one cannot be read.

use crate::error::{ApiError, ApiResult};
use crate::middleware::Stalled;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use http_body_util::LengthLimitError;
use skydash_domain::{Error, Result};
use std::error::Error as Cause;

/// Reads a body of at most `max_bytes`.
///
/// # Errors
/// 413 for one that is larger, 408 for one that stopped coming, 400 for one that broke off.
pub async fn read(request: Request, max_bytes: usize) -> ApiResult<Bytes> {
    to_bytes(request.into_body(), max_bytes).await.map_err(|error| {
        if is_caused_by::<LengthLimitError>(&error) {
            Error::too_large(format!("The request body may have at most {max_bytes} bytes.")).into()
        } else {
            stalled(&error)
                .unwrap_or_else(|| ApiError::exact(StatusCode::BAD_REQUEST, "The request body is not complete."))
        }
    })
}

/// Most values of a JSON body: in memory each takes many times its text.
const MAX_VALUES: usize = 1_000_000;

/// Refuses JSON text that has too many values to be taken apart.
pub fn check_values(text: &[u8]) -> Result<()> {
    // A value takes two bytes at least.
    if text.len() <= 2 * MAX_VALUES {
        return Ok(());
    }
    let (mut values, mut is_text, mut is_escaped) = (0, false, false);
    for byte in text {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_text,
            b'"' => is_text = !is_text,
            b',' | b'[' | b'{' if !is_text => values += 1,
            _ => {}
        }
    }
    if values > MAX_VALUES {
        return Err(Error::too_large(format!("The request body may have at most {MAX_VALUES} values.")));
    }
    Ok(())
}

/// The answer to a body that stopped coming, if that is what was wrong.
pub(crate) fn stalled(error: &(dyn Cause + 'static)) -> Option<ApiError> {
    let sentence = "The request body stopped coming. Send the request again, without a long pause.";
    is_caused_by::<Stalled>(error).then(|| ApiError::exact(StatusCode::REQUEST_TIMEOUT, sentence))
}

fn is_caused_by<E: Cause + 'static>(error: &(dyn Cause + 'static)) -> bool {
    error.is::<E>() || error.source().is_some_and(is_caused_by::<E>)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_values_are_refused_and_long_texts_are_not() {
        let list = |item: &str, count: usize| format!("[{}{item}]", format!("{item},").repeat(count - 1));
        assert_eq!(check_values(list("0", MAX_VALUES - 1).as_bytes()), Ok(()));
        assert!(matches!(check_values(list("0", MAX_VALUES + 1).as_bytes()), Err(Error::TooLarge(_))));
        assert!(matches!(check_values("[".repeat(3 * MAX_VALUES).as_bytes()), Err(Error::TooLarge(_))));
        let text = r#",[\",{"#.repeat(MAX_VALUES);
        assert_eq!(check_values(format!("[\"{text}\"]").as_bytes()), Ok(()));
    }
}
