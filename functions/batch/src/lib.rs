//! Jobs of the batch lane: one that was named, as AWS Batch does, or all that wait in the queue, each by a process of its own.

mod process;
mod taken;

pub use process::{run_all, run_one};

use skydash_domain::Result;
use skydash_domain::job::Message;
use skydash_executor::{Handled, Runner, Worker, carry_out, hand_to};
use skydash_ports::{Delivery, Lane, Scope};
use std::sync::Arc;
use std::time::Duration;
use taken::Taken;

/// Longest wait for a message in one go.
const WAIT: Duration = Duration::from_secs(20);

/// How long to leave a queue alone that did not answer.
const PAUSE: Duration = Duration::from_secs(1);

/// Carries out what one message asks for, which somebody else has taken out of the queue.
pub async fn carry_out_one(scope: &Scope, message: Message) -> Handled {
    let delivery = Delivery { message, receipt: String::new(), receives: 1 };
    let scope = Scope { queue: Arc::new(Taken(scope.queue.clone())), ..scope.clone() };
    carry_out(&scope, &Worker::endless(Lane::Batch), &delivery).await
}

/// Has a runner carry out what the batch queue holds, until it has held nothing for `idle`. Gives the number of messages.
///
/// # Errors
/// When the queue has not answered for as long.
pub async fn carry_out_all(scope: &Scope, runner: &dyn Runner, idle: Duration) -> Result<usize> {
    let (mut carried, mut last) = (0, scope.now());
    loop {
        let left = idle.saturating_sub(scope.now().since(last));
        match scope.queue.receive(Lane::Batch, 1, left.min(WAIT)).await {
            Ok(found) if found.is_empty() && left.is_zero() => return Ok(carried),
            Ok(found) => {
                for delivery in &found {
                    hand_to(runner, scope, delivery).await;
                    (carried, last) = (carried + 1, scope.now());
                }
            }
            Err(error) if left.is_zero() => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "the queue did not answer");
                scope.clock.sleep(PAUSE).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use skydash_domain::{JobId, Tenant};
    use skydash_memory::Memory;

    /// Says that every job is done.
    struct Idler;

    #[async_trait]
    impl Runner for Idler {
        async fn run(&self, _message: &Message) -> Result<Handled> {
            Ok(Handled::Done)
        }
    }

    fn message(scope: &Scope) -> Message {
        Message { version: 1, tenant: Tenant::default(), job_id: JobId(scope.entropy.uuid()) }
    }

    #[tokio::test]
    async fn a_queue_is_emptied_and_then_left() {
        let scope = Memory::scope();
        for _ in 0..3 {
            let message = message(&scope);
            scope.queue.send(Lane::Batch, &message).await.unwrap();
            scope.queue.send(Lane::Compute, &message).await.unwrap();
        }
        assert_eq!(carry_out_all(&scope, &Idler, Duration::ZERO).await, Ok(3));
        assert_eq!(scope.queue.receive(Lane::Batch, 10, Duration::ZERO).await, Ok(Vec::new()));
        assert_eq!(scope.queue.receive(Lane::Compute, 10, Duration::ZERO).await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_message_that_was_handed_over_is_not_looked_for_in_the_queue() {
        let scope = Memory::scope();
        let message = message(&scope);
        scope.queue.send(Lane::Batch, &message).await.unwrap();
        assert_eq!(carry_out_one(&scope, message).await, Handled::Done);
        assert_eq!(scope.queue.receive(Lane::Batch, 10, Duration::ZERO).await.unwrap().len(), 1);
    }
}
