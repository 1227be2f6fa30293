//! `batch` in a container.

use clap::Parser;
use skydash_domain::JobId;
use skydash_fn_batch::{run_all, run_one};
use skydash_runtime::logs;
use std::process::ExitCode;
use std::time::Duration;

/// Carries out jobs of the batch lane: the one named, or those that wait in the queue.
#[derive(Debug, Parser)]
#[command(name = "skydash-fn-batch", version)]
struct Args {
    /// Whose job it is.
    #[arg(long, requires = "job")]
    tenant: Option<String>,
    /// The job.
    #[arg(long, requires = "tenant")]
    job: Option<JobId>,
    /// Without a job: how long the queue may be empty before this ends.
    #[arg(long, env = "SKYDASH_IDLE_SECONDS", default_value_t = 60)]
    idle_seconds: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    logs::init();
    let outcome = match (args.tenant, args.job) {
        (Some(tenant), Some(job)) => run_one(tenant, job),
        _ => run_all(Duration::from_secs(args.idle_seconds)),
    };
    outcome.unwrap_or_else(|error| {
        tracing::error!(%error, "jobs cannot be carried out");
        ExitCode::FAILURE
    })
}
