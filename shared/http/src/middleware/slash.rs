//! Both slash forms of every route, without a redirect.
//!
//! The stock frontend mixes `/converter` and `/dataset/`. The reference answers one of the two with
//! a redirect whose absolute location breaks behind a TLS proxy; here both reach the handler.

use crate::API_PREFIX;
use axum::http::{Request, Uri};
use std::task::{Context, Poll};
use tower::{Layer, Service};

/// Makes a [`Slashless`].
#[derive(Debug, Clone, Copy)]
pub struct Trim;

impl<S> Layer<S> for Trim {
    type Service = Slashless<S>;

    fn layer(&self, inner: S) -> Slashless<S> {
        Slashless(inner)
    }
}

/// Removes trailing slashes from API paths before they are routed.
#[derive(Debug, Clone)]
pub struct Slashless<S>(S);

impl<S: Service<Request<B>>, B> Service<Request<B>> for Slashless<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        if let Some(uri) = trimmed(request.uri()) {
            *request.uri_mut() = uri;
        }
        self.0.call(request)
    }
}

fn trimmed(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let short = path.trim_end_matches('/');
    if short.len() == path.len() || short.len() <= API_PREFIX.len() || !short.starts_with(API_PREFIX) {
        return None;
    }
    let target = uri.query().map_or_else(|| short.to_owned(), |query| format!("{short}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target.parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_api_paths_lose_their_slash_and_queries_survive() {
        for (from, to) in [
            ("/api/v1/dataset/?a=b", Some("/api/v1/dataset?a=b")),
            ("/api/v1/dataset", None),
            ("/api/v1/", None),
            ("/app/", None),
        ] {
            let trimmed = trimmed(&from.parse().unwrap());
            assert_eq!(trimmed, to.map(|it| it.parse().unwrap()), "{from}");
        }
    }
}
