//! Connections: how many at once, how long each may take, and how they end.
//!
//! What a client may be slow with is bounded where it happens: the head of a request here, the reading of an answer in
//! [`crate::outgoing`], the body of a request by the router.

use crate::idle::{Idle, Seat};
use crate::outgoing::Outgoing;
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use skydash_http::ApiError;
use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::{Service, ServiceExt};

/// How long to wait before another connection is taken when the system could not give one.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a connection may take to make room, before another one is asked as well: it may still be sending an answer.
const NEXT: Duration = Duration::from_millis(200);

/// What a server grants its clients.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most connections at once, open WebSockets among them. More wait in the system's queue, and those that are idle make
    /// room for them.
    pub connections: usize,
    /// Time from the end of one request, or the connection's start, to the end of the next request's head.
    pub head: Duration,
    /// Time that an answer may wait for its reader to take more of it.
    pub reader: Duration,
    /// Time for the requests under way when the server is asked to stop.
    pub farewell: Duration,
}

/// Files that a process has open beside its connections and what they work on.
const OWN_FILES: u64 = 224;

/// Most connections, however many files there may be.
const MAX_CONNECTIONS: u64 = 8192;

impl Limits {
    /// What this process can grant. It may have as many files open from now on as the system lets it.
    pub fn of_this_process() -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
            tracing::warn!(%error, "the limit of open files is not known");
            1024
        });
        Self::of_files(files)
    }

    /// What a process can grant that may have so many files open: each connection is one, and may need another.
    fn of_files(files: u64) -> Self {
        let [head, reader, farewell] = [30, 60, 20].map(Duration::from_secs);
        let connections = (files.saturating_sub(OWN_FILES) / 2).clamp(16, MAX_CONNECTIONS);
        Self { connections: usize::try_from(connections).unwrap_or(usize::MAX), head, reader, farewell }
    }
}

/// A client and its place among the connections.
type Guest = Outgoing<TcpStream, OwnedSemaphorePermit>;

/// The connections of a server.
pub(crate) struct Connections {
    limits: Limits,
    places: Arc<Semaphore>,
    idle: Arc<Idle>,
    /// Every connection holds a receiver until it has ended.
    stop: watch::Sender<bool>,
}

impl Connections {
    pub(crate) fn new(limits: Limits) -> Self {
        let places = Arc::new(Semaphore::new(limits.connections));
        Self { limits, places, idle: Arc::default(), stop: watch::Sender::new(false) }
    }

    /// The next client, as soon as there is a place for it.
    pub(crate) async fn accept(&self, listener: &TcpListener) -> Guest {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return Outgoing::new(stream, self.limits.reader, self.place().await),
                Err(error) if is_clients(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// A place, as soon as there is one.
    async fn place(&self) -> OwnedSemaphorePermit {
        if let Ok(place) = self.places.clone().try_acquire_owned() {
            return place;
        }
        let mut place = pin!(self.places.clone().acquire_owned());
        loop {
            self.idle.make_room();
            match tokio::time::timeout(NEXT, place.as_mut()).await {
                Ok(Ok(place)) => {
                    self.idle.has_room();
                    return place;
                }
                Ok(Err(_)) => return std::future::pending().await,
                Err(_) => {}
            }
        }
    }

    /// Answers a client's requests in a task of its own.
    pub(crate) fn start<S>(&self, stream: Guest, service: S)
    where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
        S::Future: Send,
    {
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(self.limits.head);
        let seat = Arc::new(Seat::new(self.idle.clone()));
        let answer = {
            let seat = seat.clone();
            service_fn(move |request: Request<Incoming>| {
                let (seat, service) = (seat.clone(), service.clone());
                async move {
                    seat.work();
                    let answer = if has_a_host(&request) { service.oneshot(request).await } else { Ok(without_host()) };
                    seat.wait();
                    answer
                }
            })
        };
        let connection = builder.serve_connection(TokioIo::new(stream), answer);
        let mut stopped = self.stop.subscribe();
        tokio::spawn(async move {
            let mut connection = pin!(connection.with_upgrades());
            let told = async {
                tokio::select! {
                    _ = stopped.wait_for(|stop| *stop) => {}
                    () = seat.is_to_go() => {}
                }
            };
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = told => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }

    /// Ends idle connections, and waits until the others have answered what they were asked.
    pub(crate) async fn finish(&self) {
        self.stop.send_replace(true);
        self.stop.closed().await;
    }
}

/// Whether a request names one host: who asks for none, or for two, may mean another than who passes the request on.
fn has_a_host(request: &Request<Incoming>) -> bool {
    request.headers().get_all(HOST).iter().count() == 1
}

fn without_host() -> Response {
    ApiError::exact(StatusCode::BAD_REQUEST, "The request needs exactly one Host header.").into_response()
}

/// Whether a client went before its connection was accepted.
fn is_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_follow_from_files() {
        let connections = [64, 1024, 4096, 1 << 20, u64::MAX].map(|files| Limits::of_files(files).connections);
        assert_eq!(connections, [16, 400, 1936, 8192, 8192]);
    }
}
