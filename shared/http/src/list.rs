//! Lists, read from the store and written to the client piece by piece, and their parts.
//!
//! Of a list, no more is in memory than a page of the store and a chunk of text, however long it is and however slowly it
//! is taken. The first chunk is made before the status is sent, so that what fails at once is an error of its own; what
//! fails later breaks the answer off, which no client takes for a whole list.

use crate::error::{ApiError, ApiResult};
use crate::fastapi::Query as QueryParameters;
use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, LINK};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt, TryStreamExt};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use skydash_domain::{Error, Result};
use skydash_ports::{Entity, Key, MetaStore, Query, Scope};
use std::future::ready;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Most rows of a part that is asked for by number. It is one page of the store.
pub const MAX_LIMIT: usize = 1000;

/// How many records are read at once of a list that has no other end.
const PAGE: usize = 100;

/// How much text is gathered before it is sent.
const CHUNK_BYTES: usize = 64 << 10;

/// Longest cursor: longer than any that was ever given.
const MAX_CURSOR_BYTES: usize = 100;

/// Which part of a list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartQuery {
    /// Most rows to return: 1 to 1000. The header `Link` leads to the next ones (`rel="next"`) when there are any.
    limit: Option<i64>,
    /// Where to go on: what the header `Link` of an earlier answer says.
    cursor: Option<String>,
}

/// Which part of a list, by number or by place.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WindowQuery {
    /// How many to leave out from the start.
    #[serde(default)]
    skip: i64,
    /// How many to return at most; 0 for all. With one of 1 to 1000, and nothing to leave out, the header `Link` leads to
    /// the next ones (`rel="next"`) when there are any.
    #[serde(default)]
    limit: i64,
    /// Where to go on: what the header `Link` of an earlier answer says.
    cursor: Option<String>,
}

/// The part of a list that a request asks for, as [`PartQuery`] describes it.
#[derive(Debug, Default)]
pub struct Part {
    skip: usize,
    limit: Option<usize>,
    cursor: Option<String>,
    uri: Uri,
}

/// The same as [`WindowQuery`] describes it. Negative numbers count as 0.
#[derive(Debug)]
pub struct Window(pub Part);

impl<S: Send + Sync> FromRequestParts<S> for Part {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let QueryParameters(query) = QueryParameters::<PartQuery>::from_request_parts(parts, state).await?;
        let limit = match query.limit.map(usize::try_from) {
            None => None,
            Some(Ok(limit @ 1..=MAX_LIMIT)) => Some(limit),
            Some(_) => {
                let sentence = format!(
                    "limit must be 1 to {MAX_LIMIT}. Ask for that many, and for more with the cursor that the header Link has."
                );
                return Err(Error::invalid(sentence).into());
            }
        };
        Self { skip: 0, limit, cursor: query.cursor, uri: address(parts) }.checked()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Window {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let QueryParameters(query) = QueryParameters::<WindowQuery>::from_request_parts(parts, state).await?;
        let count = |number: i64| usize::try_from(number.max(0)).unwrap_or(usize::MAX);
        let limit = Some(count(query.limit)).filter(|limit| *limit > 0);
        Part { skip: count(query.skip), limit, cursor: query.cursor, uri: address(parts) }.checked().map(Self)
    }
}

/// The address that was asked for. Routers see only what is left of it below their own paths.
#[derive(Debug, Clone)]
pub(crate) struct Address(pub(crate) Uri);

fn address(parts: &Parts) -> Uri {
    parts.extensions.get::<Address>().map_or_else(|| parts.uri.clone(), |address| address.0.clone())
}

impl Part {
    fn checked(self) -> ApiResult<Self> {
        if self.cursor.as_ref().is_some_and(|cursor| cursor.len() > MAX_CURSOR_BYTES) {
            return Err(Error::invalid("The cursor of a page must be passed back as it was received.").into());
        }
        Ok(self)
    }

    /// Most rows wanted: so many unless the client says it.
    pub fn limit_or(&mut self, limit: usize) -> usize {
        *self.limit.get_or_insert(limit)
    }

    /// Where to go on, from an earlier answer.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Whether it is one page of the store, whose cursor is then that of the next part.
    fn is_page(&self) -> bool {
        self.skip == 0 && self.limit.is_some_and(|limit| limit <= MAX_LIMIT)
    }

    /// The query of its first page.
    fn start(&self, query: Query) -> Query {
        let limit = self.limit.filter(|_| self.is_page()).unwrap_or(PAGE);
        Query { cursor: self.cursor.clone(), ..query }.limit(limit)
    }

    /// The value of the header that leads to the part that begins at a cursor.
    fn link(&self, cursor: &str) -> Result<HeaderValue> {
        let named = |pair: &&str| !matches!(pair.split('=').next(), Some("limit" | "cursor" | "skip" | ""));
        let mut pairs: Vec<String> =
            self.uri.query().unwrap_or_default().split('&').filter(named).map(str::to_owned).collect();
        pairs.extend(self.limit.map(|limit| format!("limit={limit}")));
        pairs.push(format!("cursor={}", utf8_percent_encode(cursor, NON_ALPHANUMERIC)));
        HeaderValue::try_from(format!("<{}?{}>; rel=\"next\"", self.uri.path(), pairs.join("&")))
            .map_err(|error| Error::internal(format!("an address is no header: {error}")))
    }
}

/// Answers with all entities of a kind.
///
/// # Errors
/// As [`entities`].
pub async fn all<E, R>(scope: &Scope, part: Part) -> ApiResult<Response>
where
    E: Entity + 'static,
    R: From<E> + Serialize + Send + 'static,
{
    entities(scope, Query::all(E::KIND), part, R::from).await
}

/// Answers with the entities of a kind that belong to `parent`.
///
/// # Errors
/// As [`entities`].
pub async fn children<E, R>(scope: &Scope, parent: Key, part: Part) -> ApiResult<Response>
where
    E: Entity + 'static,
    R: From<E> + Serialize + Send + 'static,
{
    entities(scope, Query::children(E::KIND, parent), part, R::from).await
}

/// Answers with the entities that a query finds, each as its row.
///
/// # Errors
/// Those of the store, before anything is sent.
pub async fn entities<E, R>(
    scope: &Scope,
    query: Query,
    part: Part,
    row: impl Fn(E) -> R + Send + 'static,
) -> ApiResult<Response>
where
    E: Entity + 'static,
    R: Serialize + Send + 'static,
{
    entities_with(scope, query, part, move |entity| ready(Ok(Some(row(entity))))).await
}

/// Answers with the entities that a query finds, each as the row that is made of it, or none.
///
/// # Errors
/// Those of the store and of the first rows, before anything is sent.
pub async fn entities_with<E, R, F>(
    scope: &Scope,
    query: Query,
    part: Part,
    row: impl FnMut(E) -> F + Send + 'static,
) -> ApiResult<Response>
where
    E: Entity + 'static,
    R: Serialize + Send + 'static,
    F: Future<Output = Result<Option<R>>> + Send + 'static,
{
    let left = part.limit.unwrap_or(usize::MAX);
    let mut reading =
        Reading { store: scope.meta.clone(), rest: None, page: Vec::new().into_iter(), skip: part.skip, left, row };
    reading.read(part.start(query)).await?;
    let next = if part.is_page() { reading.rest.take().and_then(|query| query.cursor) } else { None };
    rows(&part, next.as_deref(), stream::try_unfold(reading, Reading::next)).await
}

/// Entities on their way out of the store.
struct Reading<E, F> {
    store: Arc<dyn MetaStore>,
    /// What asks for the next page; none after the last.
    rest: Option<Query>,
    page: std::vec::IntoIter<E>,
    skip: usize,
    left: usize,
    row: F,
}

impl<E: Entity, F> Reading<E, F> {
    /// Reads a page. A record that cannot be read is named in the log, and left out.
    async fn read(&mut self, query: Query) -> Result<()> {
        let page = self.store.query(&query).await?;
        self.rest = page.cursor.clone().map(|cursor| Query { cursor: Some(cursor), ..query });
        self.page = page.entities().map(|stored| stored.entity).collect::<Vec<E>>().into_iter();
        Ok(())
    }

    /// The next row, and what follows it.
    async fn next<R, W>(mut self) -> Result<Option<(R, Self)>>
    where
        F: FnMut(E) -> W,
        W: Future<Output = Result<Option<R>>>,
    {
        while self.left > 0 {
            let Some(entity) = self.page.next() else {
                let Some(query) = self.rest.take() else { return Ok(None) };
                self.read(query).await?;
                continue;
            };
            if self.skip > 0 {
                self.skip -= 1;
            } else if let Some(row) = (self.row)(entity).await? {
                self.left -= 1;
                return Ok(Some((row, self)));
            }
        }
        Ok(None)
    }
}

/// Answers with rows as a JSON array, and with a `Link` to the part that begins at `next`.
///
/// # Errors
/// What fails before the first chunk is whole.
pub async fn rows<R: Serialize + 'static>(
    part: &Part,
    next: Option<&str>,
    rows: impl Stream<Item = Result<R>> + Send + 'static,
) -> ApiResult<Response> {
    let mut array = Array { rows: rows.boxed(), written: 0, is_whole: false };
    let first = array.chunk().await?;
    let body = if array.is_whole {
        Body::from(first)
    } else {
        let rest = stream::try_unfold(array, |mut array| async move {
            if array.is_whole { Ok(None) } else { array.chunk().await.map(|chunk| Some((chunk, array))) }
        });
        let rest = rest.inspect_err(|error| tracing::error!(%error, "a list broke off"));
        Body::from_stream(stream::once(ready(Ok(first))).chain(rest))
    };
    let mut response = ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response();
    if let Some(cursor) = next {
        response.headers_mut().insert(LINK, part.link(cursor)?);
    }
    Ok(response)
}

/// A JSON array that is being written.
struct Array<R> {
    rows: BoxStream<'static, Result<R>>,
    written: usize,
    is_whole: bool,
}

impl<R: Serialize> Array<R> {
    /// The next chunk; the first begins the array, the last ends it.
    async fn chunk(&mut self) -> Result<Bytes> {
        let mut text = Vec::new();
        if self.written == 0 {
            text.push(b'[');
        }
        while text.len() < CHUNK_BYTES {
            let Some(row) = self.rows.try_next().await? else {
                text.push(b']');
                self.is_whole = true;
                break;
            };
            if self.written > 0 {
                text.push(b',');
            }
            serde_json::to_writer(&mut text, &row).map_err(|error| Error::internal(error.to_string()))?;
            self.written += 1;
        }
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests;
