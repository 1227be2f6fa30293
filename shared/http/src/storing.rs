//! Bytes on their way into the object store, a few megabytes at a time.

use bytes::BytesMut;
use object_store::{MultipartUpload, PutPayload};
use skydash_domain::Result;
use skydash_ports::hash::Hasher;
use skydash_ports::objects::unavailable;

/// Bytes gathered before they are handed to the object store; S3 wants at least 5 MB a piece.
const PIECE_BYTES: usize = 8 << 20;

/// An object that is being written. It is there once completed.
pub struct Storing {
    writer: Box<dyn MultipartUpload>,
    buffer: BytesMut,
    hasher: Hasher,
}

impl Storing {
    /// Nothing written yet.
    #[must_use]
    pub fn new(writer: Box<dyn MultipartUpload>) -> Self {
        Self { writer, buffer: BytesMut::new(), hasher: Hasher::default() }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Unavailable`] when the store does not take them.
    pub async fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.add(bytes);
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() < PIECE_BYTES {
            return Ok(());
        }
        self.put().await
    }

    async fn put(&mut self) -> Result<()> {
        let piece = PutPayload::from_bytes(self.buffer.split().freeze());
        self.writer.put_part(piece).await.map_err(unavailable)
    }

    /// Makes the object of what was added; gives its hash.
    ///
    /// # Errors
    /// As [`Storing::add`].
    pub async fn complete(mut self) -> Result<String> {
        self.put().await?;
        self.writer.complete().await.map_err(unavailable)?;
        Ok(self.hasher.finish())
    }

    /// Gives the object up. A failure is left to the sweeper.
    pub async fn abort(mut self) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(%error, "an unfinished upload could not be removed at once");
        }
    }
}
