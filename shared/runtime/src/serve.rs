//! Serving routers on a socket until the process is asked to stop.

use axum::ServiceExt;
use axum::extract::Request;
use skydash_http::middleware::Slashless;
use std::io;
use std::net::{IpAddr, SocketAddr};
use tokio::net::TcpListener;

/// A listening socket at this address.
pub async fn bind(host: IpAddr, port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((host, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Answers requests until SIGINT or SIGTERM, then lets those under way finish.
pub async fn serve(listener: TcpListener, service: Slashless<axum::Router>) -> io::Result<()> {
    let service = ServiceExt::<Request>::into_make_service(service);
    axum::serve(listener, service).with_graceful_shutdown(stop_signal()).await
}

/// Waits for the signal to stop.
pub async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
