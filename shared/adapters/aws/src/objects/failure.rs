//! What S3's failures mean to whoever uses an object store.

use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use object_store::Error;

/// What was being done: the same status means different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading, or anything that has no condition on what it writes.
    Reading,
    /// Writing whatever is there.
    Overwriting,
    /// Writing only if nothing is there.
    Creating,
    /// Writing only if a certain version is there.
    Updating,
}

/// The status of S3's answer; 0 when there was none.
pub fn status<E>(error: &SdkError<E>) -> u16 {
    error.raw_response().map_or(0, |answer| answer.status().as_u16())
}

/// A failure without a better name.
pub fn generic(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Generic { store: "S3", source: why.into() }
}

/// Why a call failed, in words.
pub fn words<E>(error: &SdkError<E>) -> String
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match (error.code(), error.message()) {
        (Some(code), message) => format!("{code}: {}", message.unwrap_or("no message")),
        (None, _) => DisplayErrorContext(error).to_string(),
    }
}

/// Translates a failed call about an object.
pub fn translate<E>(error: SdkError<E>, location: &str, doing: Doing) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let (path, source) = (location.to_owned(), words(&error).into());
    match (status(&error), doing) {
        (404, _) if error.code() == Some("NoSuchBucket") => generic(source),
        (404, Doing::Updating)
        | (409, Doing::Updating)
        | (412, Doing::Reading | Doing::Overwriting | Doing::Updating) => Error::Precondition { path, source },
        (404, _) => Error::NotFound { path, source },
        (409 | 412, Doing::Creating) => Error::AlreadyExists { path, source },
        (304, _) => Error::NotModified { path, source },
        (401, _) => Error::Unauthenticated { path, source },
        (403, _) => Error::PermissionDenied { path, source },
        _ => generic(source),
    }
}
