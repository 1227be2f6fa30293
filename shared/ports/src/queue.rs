//! The job queue: at least once, with a visibility timeout and dead letters.

use skydash_domain::Result;
pub use skydash_domain::job::Lane;
use skydash_domain::job::Message;
use std::time::Duration;

/// A message received, hidden from other receivers until its visibility timeout ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What was sent.
    pub message: Message,
    /// Names this very receipt; an older receipt of the same message has no effect.
    pub receipt: String,
    /// How often the message was received, this time included.
    pub receives: u32,
}

/// A queue of jobs. A message may arrive twice, late, or out of order.
#[async_trait::async_trait]
pub trait JobQueue: Send + Sync {
    /// Puts a message into a lane. When this returns, the message is durable.
    async fn send(&self, lane: Lane, message: &Message) -> Result<()>;

    /// Takes up to `max` messages (1 to 10), waiting up to `wait` for the first.
    async fn receive(&self, lane: Lane, max: usize, wait: Duration) -> Result<Vec<Delivery>>;

    /// Removes a message for good. Harmless when the receipt is no longer current.
    async fn ack(&self, lane: Lane, delivery: &Delivery) -> Result<()>;

    /// Makes a message visible again after `delay`.
    async fn release(&self, lane: Lane, delivery: &Delivery, delay: Duration) -> Result<()>;

    /// Keeps a message hidden for `timeout` from now.
    async fn extend(&self, lane: Lane, delivery: &Delivery, timeout: Duration) -> Result<()>;

    /// Takes up to `max` messages (1 to 10) that were received too often, without waiting. They
    /// are acknowledged like others.
    async fn dead_letters(&self, lane: Lane, max: usize) -> Result<Vec<Delivery>>;

    /// How long a received message stays hidden.
    fn visibility_timeout(&self) -> Duration;

    /// After how many receives without an ack a message becomes a dead letter.
    fn max_receives(&self) -> u32;
}
