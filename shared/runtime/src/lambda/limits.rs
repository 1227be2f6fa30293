//! Lambda answers with at most 6 MB. A larger answer becomes a sentence that says so, where Lambda's own would not.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use skydash_http::ApiError;

/// Largest body of an answer: what is not text travels in base64, a third longer, beside headers.
const MAX_ANSWER_BYTES: usize = 4 << 20;

/// Answers that are too large are refused.
pub(super) async fn bound(request: Request, next: Next) -> Response {
    let (parts, body) = next.run(request).await.into_parts();
    match to_bytes(body, MAX_ANSWER_BYTES).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(error) => {
            tracing::info!(%error, "an answer was too large");
            let sentence = "The answer is larger than 4 MB, more than this installation can send. Ask for fewer rows.";
            ApiError::exact(StatusCode::PAYLOAD_TOO_LARGE, sentence).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn answers_have_an_end() {
        let of = |bytes: usize| async move {
            let router = Router::new().route("/", get(move || async move { vec![b'x'; bytes] })).layer(from_fn(bound));
            let Ok(answer) = router.oneshot(Request::new(Body::empty())).await;
            answer.status().as_u16()
        };
        assert_eq!(of(MAX_ANSWER_BYTES).await, 200);
        assert_eq!(of(MAX_ANSWER_BYTES + 1).await, 413);
    }
}
