//! Lambda answers with at most 6 MB. What is larger is stored, and the answer leads there (303, which is followed by a GET
//! whatever was asked); where that cannot be, a sentence says so in place of Lambda's own failure.

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::http::response::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::BytesMut;
use futures::StreamExt;
use skydash_domain::{Error, Result};
use skydash_http::storing::Storing;
use skydash_http::{ApiError, Scoped};
use skydash_ports::{Links, Scope};

/// Largest body of an answer: what is not text travels in base64, a third longer, beside headers.
const MAX_ANSWER_BYTES: usize = 4 << 20;

/// Sees to answers that are too large.
pub(super) async fn bound(scope: Scoped, request: Request, next: Next) -> Response {
    let (parts, body) = next.run(request).await.into_parts();
    let mut chunks = body.into_data_stream();
    let start = match beginning(&mut chunks).await {
        Ok(start) if start.len() <= MAX_ANSWER_BYTES => return Response::from_parts(parts, Body::from(start.freeze())),
        Ok(start) => start,
        Err(error) => return ApiError::from(error).into_response(),
    };
    match &scope.links {
        Some(links) if parts.status == StatusCode::OK => {
            elsewhere(&scope, &**links, &parts, &start, chunks).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "a large answer could not be stored");
                too_large()
            })
        }
        _ => too_large(),
    }
}

/// What there is of a body, until it is too large.
async fn beginning(chunks: &mut BodyDataStream) -> Result<BytesMut> {
    let mut start = BytesMut::new();
    while start.len() <= MAX_ANSWER_BYTES
        && let Some(chunk) = chunks.next().await
    {
        start.extend_from_slice(&chunk.map_err(broken)?);
    }
    Ok(start)
}

/// Stores an answer, which nobody keeps, and leads to it.
async fn elsewhere(
    scope: &Scope,
    links: &dyn Links,
    parts: &Parts,
    start: &[u8],
    mut chunks: BodyDataStream,
) -> Result<Response> {
    let name = format!("download-{}", scope.entropy.uuid());
    let mut storing = Storing::new(scope.artifacts.writer(&name).await?);
    let stored = async {
        storing.add(start).await?;
        while let Some(chunk) = chunks.next().await {
            storing.add(&chunk.map_err(broken)?).await?;
        }
        Ok(())
    };
    if let Err(error) = stored.await {
        storing.abort().await;
        return Err(error);
    }
    storing.complete().await?;
    let header = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let kind = header(CONTENT_TYPE).unwrap_or("application/octet-stream");
    let url = links.download(&scope.artifacts.path(&name), kind, header(CONTENT_DISPOSITION)).await?;
    Ok(Redirect::to(&url).into_response())
}

fn broken(error: axum::Error) -> Error {
    Error::unavailable(format!("an answer broke off: {error}"))
}

fn too_large() -> Response {
    let sentence = "The answer is larger than 4 MB, more than this installation can send. Ask for fewer rows.";
    ApiError::exact(StatusCode::PAYLOAD_TOO_LARGE, sentence).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use object_store::path::Path;
    use skydash_http::{App, Config};
    use std::sync::Arc;
    use tower::ServiceExt;

    /// Says where it would lead.
    struct Somewhere;

    #[async_trait]
    impl Links for Somewhere {
        async fn upload(&self, _: &Path, _: u64) -> Result<String> {
            Err(Error::internal("nothing is uploaded here"))
        }

        async fn download(&self, location: &Path, content_type: &str, _: Option<&str>) -> Result<String> {
            Ok(format!("https://bucket.example/{location}?type={content_type}"))
        }
    }

    async fn answer(scope: Scope, bytes: usize) -> Response {
        let app = App::new(scope, Config::default());
        let router = Router::new()
            .route("/", get(move || async move { vec![b'x'; bytes] }))
            .layer(from_fn_with_state(app.clone(), bound))
            .with_state(app);
        let Ok(answer) = router.oneshot(Request::new(Body::empty())).await;
        answer
    }

    #[tokio::test]
    async fn answers_have_an_end() {
        let scope = skydash_memory::Memory::scope();
        assert_eq!(answer(scope.clone(), MAX_ANSWER_BYTES).await.status(), 200);
        assert_eq!(answer(scope, MAX_ANSWER_BYTES + 1).await.status(), 413);
    }

    #[tokio::test]
    async fn what_is_too_large_is_fetched_elsewhere() {
        let scope = skydash_memory::Memory::scope().with_links(Arc::new(Somewhere));
        let answer = answer(scope.clone(), MAX_ANSWER_BYTES + 7).await;
        assert_eq!(answer.status(), 303);
        let url = answer.headers()["location"].to_str().unwrap_or_default().to_owned();
        let name = url.strip_prefix("https://bucket.example/default/artifacts/").and_then(|url| url.split('?').next());
        let stored = scope.artifacts.get(name.unwrap_or_default()).await;
        assert_eq!(stored.map(|bytes| bytes.len()), Ok(MAX_ANSWER_BYTES + 7));
    }
}
