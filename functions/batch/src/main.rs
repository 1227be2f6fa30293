//! `batch` in a container.

use clap::Parser;
use skydash_domain::job::Message;
use skydash_domain::{JobId, Tenant};
use skydash_executor::Handled;
use skydash_fn_batch::{carry_out_all, carry_out_one};
use skydash_runtime::{lambda, logs, serve};
use std::error::Error;
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
    match run(args) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(%error, "jobs cannot be carried out");
            ExitCode::FAILURE
        }
    }
}

/// A container's first process gets no signal that it does not wait for.
fn run(args: Args) -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        tokio::select! {
            outcome = work(args) => outcome,
            () = serve::stop_signal() => Ok(ExitCode::FAILURE),
        }
    });
    // A computation under way is not waited for: its job is taken up elsewhere.
    runtime.shutdown_background();
    outcome
}

async fn work(args: Args) -> Result<ExitCode, Box<dyn Error>> {
    let scope = lambda::scope().await.map_err(|error| error.to_string())?;
    let (Some(tenant), Some(job_id)) = (args.tenant, args.job) else {
        carry_out_all(&scope, Duration::from_secs(args.idle_seconds)).await?;
        return Ok(ExitCode::SUCCESS);
    };
    let message = Message { version: 1, tenant: Tenant::try_from(tenant)?, job_id };
    Ok(match carry_out_one(&scope, message).await {
        Handled::Done => ExitCode::SUCCESS,
        Handled::Again => ExitCode::FAILURE,
    })
}
