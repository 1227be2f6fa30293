//! A process over the services that the environment names, until its work is done or it is told to stop.

use crate::{carry_out_all, carry_out_one};
use skydash_domain::job::Message;
use skydash_domain::{JobId, Tenant};
use skydash_executor::{Handled, Subprocess};
use skydash_ports::Scope;
use skydash_runtime::{lambda, serve};
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

/// Carries out one job. Fails, to be started again, when the job waits for another attempt.
///
/// # Errors
/// A sentence for whoever started it.
pub fn run_one(tenant: String, job_id: JobId) -> Result<ExitCode, Box<dyn Error>> {
    let message = Message { version: 1, tenant: Tenant::try_from(tenant)?, job_id };
    run(async |scope| {
        Ok(match carry_out_one(&scope, message).await {
            Handled::Done => ExitCode::SUCCESS,
            Handled::Again => ExitCode::FAILURE,
        })
    })
}

/// Carries out what waits in the batch queue, each job by a process of its own, until nothing has for `idle`.
///
/// # Errors
/// A sentence for whoever started it.
pub fn run_all(idle: Duration) -> Result<ExitCode, Box<dyn Error>> {
    let apart = Subprocess::of_this_program(&[])?;
    run(async |scope| {
        carry_out_all(&scope, &apart, idle).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// A container's first process gets no signal that it does not wait for.
fn run(work: impl AsyncFnOnce(Scope) -> Result<ExitCode, Box<dyn Error>>) -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let scope = lambda::scope().await.map_err(|error| error.to_string())?;
        tokio::select! {
            outcome = work(scope) => outcome,
            () = serve::stop_signal() => Ok(ExitCode::FAILURE),
        }
    });
    // A computation under way is not waited for: its job is taken up elsewhere.
    runtime.shutdown_background();
    outcome
}
