//! Who carries out jobs of the batch lane where there is no AWS Batch.

use async_trait::async_trait;
use skydash_domain::job::Message;
use skydash_domain::{Error, Result};
use skydash_jobs::{Handled, Next, hand_back, pause};
use skydash_ports::{Delivery, Lane, Scope};
use std::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::process::Command;

/// Carries jobs out, one at a time.
#[async_trait]
pub trait Runner: Send + Sync {
    /// Carries out the job that a message names, and tells whether the message is done with.
    ///
    /// # Errors
    /// When it cannot even begin.
    async fn run(&self, message: &Message) -> Result<Handled>;
}

/// A process of its own for each job: what it does to itself, such as running out of memory, it does to nobody else.
pub struct Subprocess {
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl Subprocess {
    /// Starts a program with these arguments and, after them, `--tenant` and `--job`. It ends well when the job needs no
    /// more attempts.
    #[must_use]
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self { program, arguments }
    }

    /// Starts the program that is running now.
    ///
    /// # Errors
    /// When the system does not tell where it is.
    pub fn of_this_program(arguments: &[&str]) -> std::io::Result<Self> {
        Ok(Self::new(std::env::current_exe()?, arguments.iter().map(OsString::from).collect()))
    }
}

#[async_trait]
impl Runner for Subprocess {
    async fn run(&self, message: &Message) -> Result<Handled> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .args(["--tenant", message.tenant.as_str()])
            .args(["--job", &message.job_id.to_string()]);
        let ended = command.stdin(Stdio::null()).kill_on_drop(true).status().await;
        let status = ended.map_err(|error| Error::unavailable(format!("a worker could not be started: {error}")))?;
        Ok(if status.success() { Handled::Done } else { Handled::Again })
    }
}

/// Has a runner carry out what a message of the batch lane asks for, and acknowledges or releases it.
pub async fn hand_to(runner: &dyn Runner, scope: &Scope, delivery: &Delivery) -> Handled {
    let outcome = tokio::select! {
        outcome = runner.run(&delivery.message) => outcome,
        never = keep_hidden(scope, delivery) => match never {},
    };
    let handled = outcome.unwrap_or_else(|error| {
        tracing::warn!(job.id = %delivery.message.job_id, %error, "a job could not be handled");
        Handled::Again
    });
    let next = if handled == Handled::Done { Next::Acknowledge } else { Next::Release(pause(delivery.receives)) };
    hand_back(scope, Lane::Batch, delivery, next).await
}

async fn keep_hidden(scope: &Scope, delivery: &Delivery) -> Infallible {
    let hidden = scope.queue.visibility_timeout();
    loop {
        scope.clock.sleep(hidden / 3).await;
        if let Err(error) = scope.queue.extend(Lane::Batch, delivery, hidden).await {
            tracing::warn!(job.id = %delivery.message.job_id, %error, "a message was not kept hidden");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::{JobId, Tenant};
    use skydash_memory::Memory;
    use std::time::Duration;

    /// What becomes of a message whose job is carried out by this shell script.
    async fn handled(script: &str) -> (Handled, usize) {
        let scope = Memory::scope();
        let message = Message { version: 1, tenant: Tenant::default(), job_id: JobId(scope.entropy.uuid()) };
        scope.queue.send(Lane::Batch, &message).await.unwrap();
        let delivery = scope.queue.receive(Lane::Batch, 1, Duration::ZERO).await.unwrap().remove(0);
        let runner = Subprocess::new("/bin/sh".into(), vec!["-c".into(), script.into()]);
        let handled = hand_to(&runner, &scope, &delivery).await;
        scope.queue.release(Lane::Batch, &delivery, Duration::ZERO).await.unwrap();
        (handled, scope.queue.receive(Lane::Batch, 1, Duration::ZERO).await.unwrap().len())
    }

    #[tokio::test]
    async fn a_message_is_done_with_when_the_process_says_so() {
        // A shell takes the arguments after the script as $0, $1 and so on.
        assert_eq!(handled("test $0 = --tenant -a $1 = default -a $2 = --job -a -n $3").await, (Handled::Done, 0));
        assert_eq!(handled("exit 1").await, (Handled::Again, 1));
        assert_eq!(handled("kill -9 $$").await, (Handled::Again, 1));
    }
}
