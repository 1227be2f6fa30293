//! The `splits` text of a session: in its record while it is short, in an object of its own when it is long.

use crate::scope::Scope;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result};

/// Longest text: about two million row numbers.
pub const MAX_BYTES: usize = 16 << 20;

/// Longest text that a record holds. Leaves room for the session's columns.
const MAX_RECORD_BYTES: usize = 64 << 10;

/// Puts a text into a session that is about to be written for the first time. Of a long one the session itself only
/// shows the `settings`.
///
/// # Errors
/// [`Error::TooLarge`] when the text is longer than [`MAX_BYTES`].
pub async fn attach(scope: &Scope, session: &mut Session, text: String, settings: String) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(Error::too_large(format!(
            "splits takes {} bytes, and at most {MAX_BYTES} can be stored. List fewer rows, or let a splitter draw them.",
            text.len()
        )));
    }
    if text.len() <= MAX_RECORD_BYTES {
        session.splits = text;
        return Ok(());
    }
    let key = scope.artifacts.add(&format!("session-splits-{}", scope.entropy.uuid()), text.into()).await?;
    session.splits = settings;
    session.splits_key = Some(key);
    Ok(())
}

/// The text as the client sent it.
pub async fn text(scope: &Scope, session: &Session) -> Result<String> {
    let Some(key) = &session.splits_key else { return Ok(session.splits.clone()) };
    let bytes = scope.artifacts.get(key).await?;
    String::from_utf8(bytes.into()).map_err(|error| Error::internal(format!("stored splits cannot be read: {error}")))
}
