//! Serving a router on a socket until the process is asked to stop.

use crate::connections::{Connections, Limits};
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use tokio::net::{TcpListener, TcpSocket};
use tower::Service;

/// Connections that may wait in the system's queue; the system may have a lower limit.
const WAITING: u32 = 4096;

/// A listening socket at this address.
pub async fn bind(host: IpAddr, port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let socket = if host.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // As the standard library does: a new start need not wait for the old one's connections to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind((host, port).into())?;
    let listener = socket.listen(WAITING)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Answers requests until SIGINT or SIGTERM, then lets those under way finish, until [`Limits::farewell`] has passed or
/// the signal comes again.
pub async fn serve<S>(listener: TcpListener, service: S)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    serve_until(listener, service, Limits::of_this_process(), stop_signal).await;
}

/// The same within other limits and with another signal to stop, which is waited for twice.
pub(crate) async fn serve_until<S, F>(listener: TcpListener, service: S, limits: Limits, signal: impl Fn() -> F)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    F: Future<Output = ()>,
{
    let farewell = limits.farewell;
    let connections = Connections::new(limits);
    let mut stop = pin!(signal());
    loop {
        let stream = tokio::select! {
            stream = connections.accept(&listener) => stream,
            () = &mut stop => break,
        };
        connections.start(stream, service.clone());
    }
    drop(listener);
    tokio::select! {
        () = connections.finish() => {}
        () = tokio::time::sleep(farewell) => tracing::warn!("requests were still under way and are given up"),
        () = signal() => {}
    }
}

/// Waits for the signal to stop, which is listened for from the call on.
pub fn stop_signal() -> impl Future<Output = ()> + Send {
    use tokio::signal::unix::{SignalKind, signal};
    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    let wait = |listener: std::io::Result<tokio::signal::unix::Signal>| async move {
        match listener {
            Ok(mut listener) => {
                listener.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    async move {
        tokio::select! {
            () = wait(interrupt) => {}
            () = wait(terminate) => {}
        }
    }
}

#[cfg(test)]
mod tests;
