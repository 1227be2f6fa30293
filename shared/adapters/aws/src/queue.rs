//! The queue over SQS: one queue a lane, and one for what was received too often.

use crate::config::{Config, LaneUrls};
use crate::failure::translate;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::{Message as Received, MessageSystemAttributeName};
use skydash_domain::job::Message;
use skydash_domain::{Error, Result};
use skydash_ports::{Delivery, JobQueue, Lane};
use std::time::{Duration, Instant};

/// Longest wait of one call.
const LONGEST_POLL: Duration = Duration::from_secs(20);

/// What a wait of whole seconds may have lost before its first call.
const OVERHEAD: Duration = Duration::from_millis(50);

/// Longest time for which SQS hides a message.
const LONGEST_HIDING: Duration = Duration::from_secs(12 * 3600);

/// What the receipts of dead letters begin with: they lie in another queue.
const DEAD: &str = "dead:";

/// What SQS says of a receipt that is no longer current, or of a message that is no longer hidden
/// or has been hidden for twelve hours.
const STALE: [&str; 3] = ["ReceiptHandleIsInvalid", "MessageNotInflight", "InvalidParameterValue"];

/// The queue.
pub struct SqsQueue {
    client: Client,
    compute: LaneUrls,
    batch: LaneUrls,
    visibility_timeout: Duration,
    max_receives: u32,
}

fn failed<E>(error: &SdkError<E>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    translate("SQS", error)
}

/// Takes the failure of a call with a stale receipt for the success of doing nothing.
fn harmless<T, E>(outcome: std::result::Result<T, SdkError<E>>) -> Result<()>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match outcome {
        Ok(_) => Ok(()),
        Err(error) if error.code().is_some_and(|code| STALE.iter().any(|stale| code.ends_with(stale))) => Ok(()),
        Err(error) => Err(failed(&error)),
    }
}

/// Whole seconds, rounded up, as SQS counts them.
fn seconds(duration: Duration) -> i32 {
    let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

impl SqsQueue {
    /// Over the queues of a configuration.
    pub fn new(client: Client, config: &Config) -> Self {
        Self {
            client,
            compute: config.compute.clone(),
            batch: config.batch.clone(),
            visibility_timeout: config.visibility_timeout,
            max_receives: config.max_receives,
        }
    }

    fn urls(&self, lane: Lane) -> &LaneUrls {
        match lane {
            Lane::Compute => &self.compute,
            Lane::Batch => &self.batch,
        }
    }

    /// The queue that a receipt is from, and what it is called there.
    fn place<'a>(&'a self, lane: Lane, receipt: &'a str) -> (&'a str, &'a str) {
        let urls = self.urls(lane);
        match receipt.strip_prefix(DEAD) {
            Some(handle) => (&urls.dead_letters, handle),
            None => (&urls.queue, receipt),
        }
    }

    /// One call for messages, waiting for whole seconds.
    async fn poll(&self, url: &str, max: usize, wait: Duration) -> Result<Vec<Received>> {
        let answer = self
            .client
            .receive_message()
            .queue_url(url)
            .max_number_of_messages(max.clamp(1, 10) as i32)
            .wait_time_seconds((wait + OVERHEAD).min(LONGEST_POLL).as_secs() as i32)
            .visibility_timeout(seconds(self.visibility_timeout))
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        Ok(answer.messages.unwrap_or_default())
    }

    async fn hide(&self, lane: Lane, delivery: &Delivery, timeout: Duration) -> Result<()> {
        let (url, handle) = self.place(lane, &delivery.receipt);
        let change = self.client.change_message_visibility().queue_url(url).receipt_handle(handle);
        harmless(change.visibility_timeout(seconds(timeout.min(LONGEST_HIDING))).send().await)
    }
}

/// Reads what was received. A message that is none of ours is left where it is, becomes a dead
/// letter, and ends with that queue's retention.
fn deliver(received: Vec<Received>, mark: &str) -> Vec<Delivery> {
    let deliver = |received: Received| {
        let body = received.body.as_deref().unwrap_or_default();
        let message: Message = match serde_json::from_str(body) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(message.id = received.message_id, %error, "a message cannot be read");
                return None;
            }
        };
        let count = received.attributes.as_ref()?.get(&MessageSystemAttributeName::ApproximateReceiveCount)?;
        let receipt = format!("{mark}{}", received.receipt_handle?);
        Some(Delivery { message, receipt, receives: count.parse().ok()? })
    };
    received.into_iter().filter_map(deliver).collect()
}

#[async_trait::async_trait]
impl JobQueue for SqsQueue {
    async fn send(&self, lane: Lane, message: &Message) -> Result<()> {
        let body = serde_json::to_string(message).map_err(|error| Error::internal(error.to_string()))?;
        let send = self.client.send_message().queue_url(&self.urls(lane).queue).message_body(body);
        send.send().await.map(drop).map_err(|error| failed(&error))
    }

    /// Long calls for the whole seconds of the wait; for the rest of it, one look at its end.
    async fn receive(&self, lane: Lane, max: usize, wait: Duration) -> Result<Vec<Delivery>> {
        let deadline = Instant::now() + wait;
        let url = &self.urls(lane).queue;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let found = deliver(self.poll(url, max, left).await?, "");
            if !found.is_empty() || left.is_zero() {
                return Ok(found);
            }
            if left < Duration::from_secs(1) {
                tokio::time::sleep_until(deadline.into()).await;
            }
        }
    }

    async fn ack(&self, lane: Lane, delivery: &Delivery) -> Result<()> {
        let (url, handle) = self.place(lane, &delivery.receipt);
        harmless(self.client.delete_message().queue_url(url).receipt_handle(handle).send().await)
    }

    async fn release(&self, lane: Lane, delivery: &Delivery, delay: Duration) -> Result<()> {
        self.hide(lane, delivery, delay).await
    }

    async fn extend(&self, lane: Lane, delivery: &Delivery, timeout: Duration) -> Result<()> {
        self.hide(lane, delivery, timeout).await
    }

    async fn dead_letters(&self, lane: Lane, max: usize) -> Result<Vec<Delivery>> {
        let received = self.poll(&self.urls(lane).dead_letters, max, Duration::ZERO).await?;
        Ok(deliver(received, DEAD))
    }

    fn visibility_timeout(&self) -> Duration {
        self.visibility_timeout
    }

    fn max_receives(&self) -> u32 {
        self.max_receives
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_up_to_whole_seconds() {
        let cases = [(0, 0), (1, 1), (1000, 1), (1001, 2)];
        for (milliseconds, expected) in cases {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), expected);
        }
        assert_eq!(seconds(Duration::MAX), i32::MAX);
    }
}
