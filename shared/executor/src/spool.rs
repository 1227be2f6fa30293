//! An upload as a file that can be read more than once.

use futures::TryStreamExt;
use skydash_domain::{Error, Result};
use skydash_ports::Uploads;
use std::fs::File;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

/// Copies an upload into an unnamed temporary file, at its start.
pub(crate) async fn spool(uploads: &Uploads, key: &str) -> Result<File> {
    let failed = |error: std::io::Error| Error::unavailable(format!("temporary file: {error}"));
    let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(failed)?);
    let mut chunks = uploads.stream(key).await?;
    while let Some(chunk) = chunks.try_next().await? {
        file.write_all(&chunk).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)?;
    file.rewind().await.map_err(failed)?;
    Ok(file.into_std().await)
}
