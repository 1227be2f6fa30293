//! A cache of immutable things, bounded by weight.

use skydash_domain::Result;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Keeps the things used last, up to a total weight (bytes, as a rule). For stored objects, which never change under
/// their key, so that nothing in here goes stale. Keep one for the application in [`crate::App::shared`].
#[derive(Debug)]
pub struct Cache<V> {
    max_weight: usize,
    entries: Mutex<Entries<V>>,
}

#[derive(Debug)]
struct Entries<V> {
    by_key: HashMap<String, Entry<V>>,
    weight: usize,
    uses: u64,
}

#[derive(Debug)]
struct Entry<V> {
    value: Arc<V>,
    weight: usize,
    last_use: u64,
}

impl<V> Cache<V> {
    /// An empty cache for things that together weigh at most `max_weight`.
    #[must_use]
    pub fn new(max_weight: usize) -> Self {
        Self { max_weight, entries: Mutex::new(Entries { by_key: HashMap::new(), weight: 0, uses: 0 }) }
    }

    /// The thing under this key, or else what `load` makes, with its weight. Two callers that miss at once both load.
    pub async fn get_or_load(&self, key: &str, load: impl Future<Output = Result<(V, usize)>>) -> Result<Arc<V>> {
        if let Some(value) = self.get(key) {
            return Ok(value);
        }
        let (value, weight) = load.await?;
        let value = Arc::new(value);
        self.put(key, value.clone(), weight);
        Ok(value)
    }

    fn entries(&self) -> MutexGuard<'_, Entries<V>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &str) -> Option<Arc<V>> {
        let mut entries = self.entries();
        entries.uses += 1;
        let now = entries.uses;
        entries.by_key.get_mut(key).map(|entry| {
            entry.last_use = now;
            entry.value.clone()
        })
    }

    /// Keeps a thing, at the cost of those not used for longest. What is heavier than the whole cache is not kept.
    pub(crate) fn put(&self, key: &str, value: Arc<V>, weight: usize) {
        let weight = weight + key.len();
        if weight > self.max_weight {
            return;
        }
        let mut entries = self.entries();
        entries.uses += 1;
        let last_use = entries.uses;
        entries.weight += weight;
        if let Some(replaced) = entries.by_key.insert(key.to_owned(), Entry { value, weight, last_use }) {
            entries.weight -= replaced.weight;
        }
        while entries.weight > self.max_weight {
            let oldest = entries.by_key.iter().min_by_key(|(_, entry)| entry.last_use).map(|(key, _)| key.clone());
            let Some(evicted) = oldest.and_then(|key| entries.by_key.remove(&key)) else { break };
            entries.weight -= evicted.weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::Error;

    #[tokio::test]
    async fn what_was_not_used_for_longest_goes_first() {
        let cache = Cache::new(30);
        for (key, value) in [("a", 1), ("b", 2)] {
            cache.get_or_load(key, async { Ok((value, 9)) }).await.unwrap();
        }
        let never = async { Err(Error::internal("loaded again")) };
        assert_eq!(*cache.get_or_load("a", never).await.unwrap(), 1);
        cache.get_or_load("c", async { Ok((3, 15)) }).await.unwrap();
        assert!(cache.get("b").is_none());
        assert_eq!(cache.get("a").as_deref(), Some(&1));
        cache.get_or_load("huge", async { Ok((4, 100)) }).await.unwrap();
        assert!(cache.get("huge").is_none() && cache.get("a").is_some());
    }
}
