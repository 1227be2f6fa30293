//! The stored form of converters and chains of them: a version byte, then postcard.

use serde::Serialize;
use serde::de::DeserializeOwned;
use skydash_domain::{Error, Result};

/// The version of the stored form, its first byte.
const VERSION: u8 = 1;

/// The stored form.
///
/// # Errors
/// [`Error::Internal`] when it cannot be written.
pub(crate) fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    postcard::to_extend(value, vec![VERSION])
        .map_err(|error| Error::internal(format!("a converter cannot be written: {error}")))
}

/// Reads the stored form. Bytes that are none are refused, without a panic and without taking much more memory than they
/// do.
///
/// # Errors
/// [`Error::Precondition`] for another version, [`Error::Internal`] for bytes that are no converter.
pub(crate) fn from_bytes<T: DeserializeOwned>(bytes: &[u8], is_sound: impl Fn(&T) -> bool) -> Result<T> {
    let broken = |what: &str| Error::internal(format!("a stored converter cannot be read: {what}"));
    let body = match bytes {
        [VERSION, body @ ..] => body,
        [version, ..] => {
            return Err(Error::precondition(format!(
                "The converter was stored in form {version}, which this version cannot read. Apply it again."
            )));
        }
        [] => return Err(broken("it is empty")),
    };
    let (value, rest) = postcard::take_from_bytes::<T>(body).map_err(|error| broken(&error.to_string()))?;
    if !rest.is_empty() {
        return Err(broken("bytes follow it"));
    }
    if is_sound(&value) { Ok(value) } else { Err(broken("its parts do not fit together")) }
}
