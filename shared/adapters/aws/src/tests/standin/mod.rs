//! The three services inside the test's own process, each on a port of the loopback interface, so
//! that the real clients speak to them over HTTP.
//!
//! DynamoDB is an engine from crates.io. S3's protocol, signatures included, is one too, over a
//! store of ours; SQS is ours.

mod s3;
mod sqs;

use super::Fixture;
use crate::Endpoints;
use dynoxide::Database;
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Ends the servers with the test.
pub struct Servers(Vec<AbortHandle>);

impl Drop for Servers {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

impl Servers {
    /// Serves on a free port, and gives the address.
    pub async fn start<F>(&mut self, serve: impl FnOnce(TcpListener) -> F) -> String
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        self.0.push(tokio::spawn(serve(listener)).abort_handle());
        url
    }

    /// No servers yet.
    pub fn none() -> Self {
        Self(Vec::new())
    }
}

/// Fresh, empty services.
pub async fn services() -> (Endpoints, Servers) {
    let mut servers = Servers::none();
    let database = Database::memory().expect("a database");
    let endpoints = Endpoints {
        dynamodb: Some(servers.start(|listener| dynoxide::server::serve_on(listener, database)).await),
        s3: Some(servers.start(s3::serve).await),
        sqs: Some(servers.start(sqs::serve).await),
    };
    (endpoints, servers)
}

/// Everything over fresh services.
pub async fn fixture() -> (Fixture, Servers) {
    let (endpoints, servers) = services().await;
    (Fixture::new(endpoints, super::ACCOUNT, Duration::from_secs(2)).await, servers)
}
