//! Answers that wait for their readers: what they take of memory together has a budget, and one that does not fit waits for its
//! turn. A reader who takes nothing is given up by the connection.

use crate::app::App;
use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What all large answers may take together.
const BUDGET_BYTES: usize = 192 << 20;

/// What the budget is counted in, and how much is handed to a connection at once. Smaller answers are not counted: connections
/// have an end, too.
const UNIT_BYTES: usize = 64 << 10;

/// What is left of the budget, in units.
pub(super) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(BUDGET_BYTES / UNIT_BYTES)))
    }
}

/// An answer that gives its room back when it has been taken, or given up.
struct Held {
    inner: Body,
    chunk: Bytes,
    _room: OwnedSemaphorePermit,
}

/// The answer, once there is room for it.
pub(super) async fn hold(app: &App, response: Response) -> Response {
    let Some(bytes) = response.body().size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok()) else {
        return response;
    };
    if bytes <= UNIT_BYTES {
        return response;
    }
    let units = bytes.div_ceil(UNIT_BYTES).min(BUDGET_BYTES / UNIT_BYTES);
    let room = app.shared::<Room>().0.clone();
    match room.acquire_many_owned(u32::try_from(units).unwrap_or(u32::MAX)).await {
        Ok(room) => response.map(|inner| Body::new(Held { inner, chunk: Bytes::new(), _room: room })),
        Err(_) => response,
    }
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    /// Units, one by one: a connection that has all of an answer lets go of the body, whether or not it was sent.
    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.chunk.is_empty() {
            match ready!(Pin::new(&mut self.inner).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) => self.chunk = chunk,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                end => return Poll::Ready(end),
            }
        }
        let length = self.chunk.len().min(UNIT_BYTES);
        Poll::Ready(Some(Ok(Frame::data(self.chunk.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.chunk.is_empty() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let waiting = self.chunk.len() as u64;
        match self.inner.size_hint().exact() {
            Some(rest) => SizeHint::with_exact(rest + waiting),
            None => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use axum::body::to_bytes;
    use axum::response::IntoResponse;
    use futures::FutureExt;
    use skydash_memory::Memory;

    #[tokio::test]
    async fn large_answers_wait_for_room_and_come_whole() {
        let app = App::new(Memory::scope(), Config::default());
        let text: Vec<u8> = (0..BUDGET_BYTES / 2 + 1).map(|at| at as u8).collect();
        let first = hold(&app, text.clone().into_response()).await;
        assert!(
            hold(&app, text.clone().into_response()).now_or_never().is_none(),
            "two are more than there is room for"
        );
        assert!(hold(&app, "small".into_response()).now_or_never().is_some());
        assert_eq!(first.body().size_hint().exact(), Some(text.len() as u64));
        assert!(to_bytes(first.into_body(), usize::MAX).await.unwrap() == text);
        let unread = hold(&app, text.clone().into_response()).now_or_never().unwrap();
        drop(unread);
        assert!(hold(&app, text.into_response()).now_or_never().is_some(), "what is given up gives its room back");
    }
}
