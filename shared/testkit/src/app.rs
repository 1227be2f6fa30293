//! An application in memory.

use crate::answer::Answer;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, Request, Uri};
use bytes::Bytes;
use http_body_util::BodyExt;
use serde_json::Value;
use skydash_http::middleware::Slashless;
use skydash_http::openapi::assemble;
use skydash_http::{API_PREFIX, App, Config, Router};
use skydash_ports::Scope;
use tower::ServiceExt;

/// Routers over memory adapters, called without a network.
#[derive(Clone)]
pub struct TestApp {
    /// What the handlers see, to prepare and to look behind.
    pub scope: Scope,
    service: Slashless<axum::Router>,
}

impl TestApp {
    /// An application of these routers, each under its resource's path.
    #[must_use]
    pub fn new(routers: Vec<(&str, Router)>) -> Self {
        Self::over(skydash_memory::Memory::scope(), routers)
    }

    /// The same over these ports, as the tenant that sees them.
    #[must_use]
    pub fn over(scope: Scope, routers: Vec<(&str, Router)>) -> Self {
        let app = App::new(scope.clone(), Config::default());
        let (router, _) = assemble(routers).with_state(app.clone()).split_for_parts();
        Self { scope, service: skydash_http::middleware::wrap(router, &app) }
    }

    /// Sends a request with these headers and bytes. `path` starts behind the API's prefix.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
        let uri: Uri = format!("{API_PREFIX}{path}").parse().unwrap_or_default();
        let mut request = Request::new(Body::from(body.into()));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (name.parse::<axum::http::HeaderName>(), value.parse()) {
                request.headers_mut().insert(name, value);
            }
        }
        let response = self.service.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        let headers: HeaderMap = parts.headers;
        Answer { status: parts.status, headers, bytes }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Bytes::new()).await
    }

    /// The rows of a list, part by part: of the answer to a GET, and of those that its `Link` leads to.
    pub async fn parts(&self, path: &str) -> Vec<Vec<Value>> {
        let (mut parts, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(path) = next {
            let answer = self.get(&path).await;
            parts.push(answer.json().as_array().cloned().unwrap_or_default());
            next = answer.next_part();
        }
        parts
    }

    /// DELETE without a body.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], Bytes::new()).await
    }

    /// Any method with a JSON body.
    pub async fn json(&self, method: Method, path: &str, body: Value) -> Answer {
        self.send(method, path, &[(CONTENT_TYPE.as_str(), "application/json")], body.to_string()).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.json(Method::PATCH, path, body).await
    }
}
