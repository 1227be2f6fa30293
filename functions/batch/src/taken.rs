//! The queue, as seen by who was handed a message: it is gone from there already.

use async_trait::async_trait;
use skydash_domain::Result;
use skydash_domain::job::Message;
use skydash_ports::{Delivery, JobQueue, Lane};
use std::sync::Arc;
use std::time::Duration;

/// A queue that can be sent to, and whose messages others take and remove.
pub struct Taken(pub Arc<dyn JobQueue>);

#[async_trait]
impl JobQueue for Taken {
    async fn send(&self, lane: Lane, message: &Message) -> Result<()> {
        self.0.send(lane, message).await
    }

    async fn receive(&self, _lane: Lane, _max: usize, _wait: Duration) -> Result<Vec<Delivery>> {
        Ok(Vec::new())
    }

    async fn ack(&self, _lane: Lane, _delivery: &Delivery) -> Result<()> {
        Ok(())
    }

    async fn release(&self, _lane: Lane, _delivery: &Delivery, _delay: Duration) -> Result<()> {
        Ok(())
    }

    async fn extend(&self, _lane: Lane, _delivery: &Delivery, _timeout: Duration) -> Result<()> {
        Ok(())
    }

    async fn dead_letters(&self, _lane: Lane, _max: usize) -> Result<Vec<Delivery>> {
        Ok(Vec::new())
    }

    fn visibility_timeout(&self) -> Duration {
        self.0.visibility_timeout()
    }

    fn max_receives(&self) -> u32 {
        self.0.max_receives()
    }
}
