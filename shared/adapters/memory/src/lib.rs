//! Every port in memory: for tests, for the simulator, and as the plainest reading of what the
//! ports promise. Nothing survives the process.

mod meta;
mod observed;
mod queue;

pub use observed::{Observer, observed};

use object_store::memory::InMemory;
use skydash_ports::clock::System;
use skydash_ports::{Clock, Entropy, Scope};
use std::sync::Arc;
use std::time::Duration;

/// Makes scopes over fresh, empty adapters in memory.
#[derive(Clone)]
pub struct Memory {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    visibility_timeout: Duration,
    max_receives: u32,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            clock: Arc::new(System),
            entropy: Arc::new(System),
            visibility_timeout: Duration::from_secs(60),
            max_receives: 5,
        }
    }
}

impl Memory {
    /// The default tenant's scope over fresh adapters on the machine's clock.
    #[must_use]
    pub fn scope() -> Scope {
        Self::default().build()
    }

    /// On another clock and another source of ids.
    #[must_use]
    pub fn with_time(self, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, entropy, ..self }
    }

    /// With a queue that hides a received message for `visibility_timeout`, and gives it up after
    /// `max_receives`. 60 seconds and 5 unless said.
    #[must_use]
    pub fn with_queue(self, visibility_timeout: Duration, max_receives: u32) -> Self {
        Self { visibility_timeout, max_receives, ..self }
    }

    /// The default tenant's scope over fresh adapters.
    #[must_use]
    pub fn build(self) -> Scope {
        let queue = queue::MemoryQueue::new(self.clock.clone(), self.visibility_timeout, self.max_receives);
        Scope::new(Arc::new(meta::MemoryMeta::default()), Arc::new(queue), Arc::new(InMemory::new()))
            .with_time(self.clock, self.entropy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::{ObjectStore, integration};
    use skydash_ports::{JobQueue, MetaStore};

    async fn store() -> (Arc<dyn MetaStore>, ()) {
        (Memory::scope().meta, ())
    }

    async fn queue() -> (Arc<dyn JobQueue>, ()) {
        (Memory::default().with_queue(Duration::from_millis(500), 3).build().queue, ())
    }

    async fn objects() -> (Arc<dyn ObjectStore>, ()) {
        (Memory::scope().objects, ())
    }

    skydash_ports::meta_store_conformance!([], store);
    skydash_ports::job_queue_conformance!([], queue);
    skydash_ports::objects_conformance!([], objects);

    #[tokio::test]
    async fn the_object_store_keeps_its_own_contract() {
        let fresh = || Memory::scope().objects;
        integration::put_get_delete_list(&fresh()).await;
        integration::get_opts(&fresh()).await;
        integration::put_opts(&fresh(), true).await;
        integration::list_uses_directories_correctly(&fresh()).await;
        integration::list_with_delimiter(&fresh()).await;
        integration::list_with_offset_exclusivity(&fresh()).await;
        integration::rename_and_copy(&fresh()).await;
        integration::copy_if_not_exists(&fresh()).await;
        integration::stream_get(&fresh()).await;
    }
}
