//! The line before a notebook: work on it waits for the converters that were asked for before it.
//!
//! A job whose turn has not come is not claimed, and its message is acknowledged: when a converter's job ends, those who
//! waited for it are sent again. If that fails, the sweeper does it.

use crate::active::{self, Active};
use crate::enqueue::send;
#[cfg(test)]
use crate::simulation::mutant::{self, Mutant};
use skydash_domain::job::{Job, Task};
use skydash_domain::{JobId, JobStatus, Result};
use skydash_ports::Scope;

/// Whether a converter that was asked for before this job is still at work on the same notebook.
pub async fn is_behind(scope: &Scope, job: &Job) -> Result<bool> {
    #[cfg(test)]
    if mutant::is(Mutant::OutOfLine) {
        return Ok(false);
    }
    let Some(notebook) = job.task.line() else { return Ok(false) };
    let line = active::in_line(scope, notebook).await?;
    Ok(line.iter().take_while(|other| other.job_id != job.id).any(|other| other.holds_line))
}

/// Sends the jobs whose turn has come since a job with this task ended.
pub async fn advance(scope: &Scope, ended: &Task) {
    let Some(notebook) = ended.line().filter(|_| ended.holds_line()) else { return };
    let sent = async {
        let line = active::in_line(scope, notebook).await?;
        for next in first_in(&line) {
            let job = scope.meta.find::<Job>(next).await?;
            if let Some(job) = job.filter(|job| job.status == JobStatus::NotStarted) {
                send(scope, &job).await?;
            }
        }
        Ok::<(), skydash_domain::Error>(())
    };
    if let Err(error) = sent.await {
        tracing::warn!(notebook.id = %notebook, %error, "the line of a notebook was not called; the sweeper will");
    }
}

/// Those that nothing holds up: all until the first converter, and that.
fn first_in(line: &[Active]) -> Vec<JobId> {
    let holding = line.iter().position(|job| job.holds_line).map_or(line.len(), |place| place + 1);
    line[..holding].iter().map(|job| job.job_id).collect()
}
