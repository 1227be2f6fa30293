//! Refusals that are given while the body still comes: who sends on without looking would see the connection break off, and not
//! the sentence. What comes is read on for a while and thrown away; who asks before sending (`Expect`) need not send.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::EXPECT;
use futures::StreamExt;
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::timeout;

/// How much of a body that nobody wants is still read.
const MAX_BYTES: usize = 32 << 20;

/// For how long.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a handler has left of a body.
#[derive(Clone, Default)]
pub(super) struct Rest(Arc<Mutex<Option<Body>>>);

/// A body on loan to a handler.
struct Lent {
    body: Option<Body>,
    /// Whether the client sends it, asked or unasked.
    is_sent: bool,
    rest: Rest,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.is_sent = true;
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = Pin::new(body).poll_frame(context);
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let unread = self.body.take().filter(|body| self.is_sent && !body.is_end_stream());
        *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = unread;
    }
}

/// The request with a body that comes back here when its handler is done with it.
pub(super) fn lend(request: Request) -> (Request, Rest) {
    let rest = Rest::default();
    if request.body().is_end_stream() {
        return (request, rest);
    }
    let is_sent = !request.headers().contains_key(EXPECT);
    let request = request.map(|body| Body::new(Lent { body: Some(body), is_sent, rest: rest.clone() }));
    (request, rest)
}

impl Rest {
    /// Reads on, beside the answer, what the handler has not read.
    pub(super) fn read_on(self) {
        let Some(body) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        tokio::spawn(timeout(PATIENCE, async move {
            let (mut chunks, mut bytes) = (body.into_data_stream(), 0);
            while let Some(Ok(chunk)) = chunks.next().await {
                bytes += chunk.len();
                if bytes > MAX_BYTES {
                    return;
                }
            }
        }));
    }
}
