//! A request body that stops coming is given up, so that it does not hold a connection for ever.

use axum::BoxError;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use futures::{StreamExt, stream};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How much of a body must arrive within [`PATIENCE`]: the slowest of lines bring more.
const PIECE_BYTES: usize = 16 << 10;

/// How long a body is waited for until the next piece of it, or its end, has arrived. Only waiting counts: who receives
/// it may take as long as it likes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a body broke off: too little of it came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stalled;

impl std::fmt::Display for Stalled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the body stopped coming")
    }
}

impl std::error::Error for Stalled {}

/// The request with a body that breaks off when too little of it comes.
pub(super) fn limit(request: Request) -> Request {
    request.map(|body| if body.is_end_stream() { body } else { watched(body, PATIENCE) })
}

/// What is left until the next piece must be there.
struct Left {
    bytes: usize,
    time: Duration,
}

impl Left {
    fn piece(patience: Duration) -> Self {
        Self { bytes: PIECE_BYTES, time: patience }
    }
}

fn watched(body: Body, patience: Duration) -> Body {
    let start = (body.into_data_stream(), Left::piece(patience));
    Body::from_stream(stream::try_unfold(start, move |(chunks, left)| next(chunks, left, patience)))
}

/// The next chunk, and how to go on.
async fn next(
    mut chunks: BodyDataStream,
    left: Left,
    patience: Duration,
) -> Result<Option<(Bytes, (BodyDataStream, Left))>, BoxError> {
    let asked = Instant::now();
    let Some(chunk) = timeout(left.time, chunks.next()).await.map_err(|_| Stalled)? else { return Ok(None) };
    let chunk = chunk?;
    let left = match left.bytes.checked_sub(chunk.len()) {
        None | Some(0) => Left::piece(patience),
        Some(bytes) => Left { bytes, time: left.time.saturating_sub(asked.elapsed()) },
    };
    Ok(Some((chunk, (chunks, left))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    const SHORT: Duration = Duration::from_millis(200);

    /// So many chunks of so many bytes, each after a pause, and whether the body ended well.
    async fn arrived(chunks: usize, size: usize, pause: Duration) -> (usize, bool) {
        let slow = stream::unfold(0, move |sent| async move {
            tokio::time::sleep(pause).await;
            (sent < chunks).then(|| (Ok::<_, Infallible>(Bytes::from(vec![0; size])), sent + 1))
        });
        let mut body = watched(Body::from_stream(Box::pin(slow)), SHORT).into_data_stream();
        let mut found = 0;
        while let Some(chunk) = body.next().await {
            let Ok(chunk) = chunk else { return (found, false) };
            found += chunk.len();
        }
        (found, true)
    }

    #[tokio::test]
    async fn a_body_breaks_off_when_too_little_comes_in_time() {
        assert_eq!(arrived(1, 9, SHORT * 20).await, (0, false), "nothing comes");
        let (drops, whole) = arrived(1000, 1, SHORT / 20).await;
        assert!(!whole && drops < 100, "{drops} single bytes came");
        assert_eq!(arrived(20, PIECE_BYTES, SHORT / 5).await, (20 * PIECE_BYTES, true), "enough comes");
        assert_eq!(arrived(3, 1, Duration::ZERO).await, (3, true), "the end comes");
    }

    #[tokio::test]
    async fn the_time_of_the_receiver_does_not_count() {
        let mut body =
            watched(Body::from_stream(stream::iter([Ok::<_, Infallible>("a"), Ok("b")])), SHORT).into_data_stream();
        for _ in 0..2 {
            assert!(body.next().await.is_some_and(|chunk| chunk.is_ok()));
            tokio::time::sleep(SHORT * 2).await;
        }
        assert!(body.next().await.is_none());
    }
}
