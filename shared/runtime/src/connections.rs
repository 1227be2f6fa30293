//! Connections: how many at once, how long each may take, and how they end.
//!
//! What a client may be slow with is bounded where it happens: the head of a request here, the reading of an answer in
//! [`crate::outgoing`], the body of a request by the router.

use crate::outgoing::Outgoing;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::Service;

/// How long to wait before another connection is taken when the system could not give one.
const PAUSE: Duration = Duration::from_secs(1);

/// What a server grants its clients.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most connections at once, open WebSockets among them. More wait in the system's queue. Leaves files to the stores
    /// where a process may have 1,024.
    pub connections: usize,
    /// Time from the end of one request, or the connection's start, to the end of the next request's head.
    pub head: Duration,
    /// Time that an answer may wait for its reader to take more of it.
    pub reader: Duration,
    /// Time for the requests under way when the server is asked to stop.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let [head, reader, farewell] = [30, 60, 20].map(Duration::from_secs);
        Self { connections: 768, head, reader, farewell }
    }
}

/// A client and its place among the connections.
type Guest = Outgoing<TcpStream, OwnedSemaphorePermit>;

/// The connections of a server.
pub(crate) struct Connections {
    limits: Limits,
    places: Arc<Semaphore>,
    /// Every connection holds a receiver until it has ended.
    stop: watch::Sender<bool>,
}

impl Connections {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, places: Arc::new(Semaphore::new(limits.connections)), stop: watch::Sender::new(false) }
    }

    /// The next client, as soon as there is a place for it.
    pub(crate) async fn accept(&self, listener: &TcpListener) -> Guest {
        loop {
            let Ok(place) = self.places.clone().acquire_owned().await else { return std::future::pending().await };
            match listener.accept().await {
                Ok((stream, _)) => return Outgoing::new(stream, self.limits.reader, place),
                Err(error) if is_clients(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
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
        let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let mut stopped = self.stop.subscribe();
        tokio::spawn(async move {
            let mut connection = pin!(connection.with_upgrades());
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = async { stopped.wait_for(|stop| *stop).await.is_ok() } => {
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

/// Whether a client went before its connection was accepted.
fn is_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
