//! The suites on services inside the test's process and, ignored unless asked for, on an emulator;
//! then what only these services do.

mod behaviours;
mod http;
mod scripted;
mod standin;
mod suites;

use crate::{Aws, Clients, Config, Endpoints, Names, provision};
use aws_config::{BehaviorVersion, Region};
use aws_sdk_s3::config::Credentials;
use std::time::Duration;

/// Who the tests are to the services in their own process.
const ACCOUNT: &str = "000000000000";
const SECRET: &str = "test";

/// Everything over fresh, empty services.
struct Fixture {
    aws: Aws,
    clients: Clients,
    names: Names,
    config: Config,
}

/// Clients for these services that act for an account.
async fn clients(endpoints: &Endpoints, account: &str) -> Clients {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(account, SECRET, None, None, "tests"));
    Clients::load(loader, endpoints).await
}

/// What an account's things are called. Names of buckets are unique among all accounts.
fn names(account: &str) -> Names {
    Names { table: "skydash".into(), bucket: format!("skydash-{account}"), queues: "skydash".into() }
}

impl Fixture {
    async fn new(endpoints: Endpoints, account: &str, visibility_timeout: Duration) -> Self {
        let (clients, names) = (clients(&endpoints, account).await, names(account));
        let config = provision(&clients, &names, visibility_timeout, 3, endpoints).await.expect("what it needs");
        Self { aws: Aws::over(&clients, &config), clients, names, config }
    }
}
