//! How far a form's bytes may run ahead of its parts: a head that never ends is not gathered for ever.

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes that may arrive before something comes of them. Far more than the head of a part, and than what a connection
/// delivers at once.
const MAX_BYTES: usize = 4 << 20;

/// The bytes that have arrived since something last came of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Ahead(Arc<AtomicUsize>);

impl Ahead {
    /// The body, which breaks off when it runs too far ahead.
    pub(super) fn watch(&self, body: Body) -> Body {
        let ahead = self.0.clone();
        Body::from_stream(body.into_data_stream().map(move |chunk| -> Result<Bytes, io::Error> {
            let chunk = chunk.map_err(io::Error::other)?;
            if ahead.fetch_add(chunk.len(), Ordering::Relaxed) > MAX_BYTES {
                return Err(io::Error::other("the head of a part is too long"));
            }
            Ok(chunk)
        }))
    }

    /// Something came of the bytes.
    pub(super) fn caught_up(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;
    use futures::stream;

    async fn read(catching_up: bool) -> bool {
        let ahead = Ahead::default();
        let chunks = stream::iter((0..8).map(|_| Ok::<_, io::Error>(Bytes::from(vec![0; 1 << 20]))));
        let mut body = ahead.watch(Body::from_stream(chunks)).into_data_stream();
        while let Some(chunk) = body.next().await {
            if chunk.is_err() {
                return false;
            }
            if catching_up {
                ahead.caught_up();
            }
        }
        true
    }

    #[test]
    fn a_body_breaks_off_only_when_nothing_comes_of_it() {
        assert!(block_on(read(true)));
        assert!(!block_on(read(false)));
    }
}
