//! Time and randomness, so that everything can run under a seeded simulator.

use skydash_domain::Timestamp;
use std::time::Duration;
use uuid::Uuid;

/// Tells the time and waits.
#[async_trait::async_trait]
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
    /// Waits for `duration`.
    async fn sleep(&self, duration: Duration);
}

/// Makes ids that nobody else makes.
pub trait Entropy: Send + Sync {
    /// A random (version 4) UUID.
    fn uuid(&self) -> Uuid;
}

/// The machine's clock and random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

#[async_trait::async_trait]
impl Clock for System {
    fn now(&self) -> Timestamp {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl Entropy for System {
    fn uuid(&self) -> Uuid {
        Uuid::new_v4()
    }
}
