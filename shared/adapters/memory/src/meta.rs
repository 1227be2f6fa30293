//! Metadata in one ordered map.

use skydash_domain::{Error, Result, Tenant};
use skydash_ports::meta::check_writes;
use skydash_ports::place::Place;
use skydash_ports::{Commit, Expect, Key, Kind, MetaStore, Order, Page, Query, Record, Write};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most tenants in a page.
const PAGE: usize = 200;

/// All tenants' records and counters.
#[derive(Default)]
struct State {
    records: BTreeMap<(Tenant, Kind, String), Record>,
    counters: BTreeMap<(Tenant, Kind), i64>,
    tenants: BTreeSet<Tenant>,
}

/// One tenant's view of the map.
#[derive(Default)]
pub struct MemoryMeta {
    tenant: Tenant,
    state: Arc<Mutex<State>>,
}

impl MemoryMeta {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn address(&self, key: &Key) -> (Tenant, Kind, String) {
        (self.tenant.clone(), key.kind, key.id.clone())
    }

    fn holds(&self, state: &State, write: &Write) -> bool {
        let version = state.records.get(&self.address(write.key())).map(|record| record.version);
        match write.expect() {
            Expect::Anything => true,
            Expect::Absent => version.is_none(),
            Expect::Present => version.is_some(),
            Expect::Version(expected) => version == Some(expected),
        }
    }

    fn apply(&self, state: &mut State, write: Write) {
        match write {
            Write::Put(record, _) => {
                let address = self.address(&record.key);
                let version = state.records.get(&address).map_or(1, |old| old.version + 1);
                state.records.insert(address, Record { version, ..record });
            }
            Write::Delete(key, _) => {
                state.records.remove(&self.address(&key));
            }
            Write::Check(..) => {}
        }
    }
}

/// Whether a record belongs into what is left of a query.
fn wanted(record: &Record, query: &Query, last: Option<&Place>) -> bool {
    let beyond = |last: &Place| match query.direction {
        Order::Ascending => Place::of(record) > *last,
        Order::Descending => Place::of(record) < *last,
    };
    query.parent.as_ref().is_none_or(|parent| record.parent.as_ref() == Some(parent))
        && query.after.is_none_or(|after| record.order > after)
        && last.is_none_or(beyond)
}

#[async_trait::async_trait]
impl MetaStore for MemoryMeta {
    fn for_tenant(&self, tenant: &Tenant) -> Arc<dyn MetaStore> {
        Arc::new(Self { tenant: tenant.clone(), state: self.state.clone() })
    }

    async fn get(&self, key: &Key) -> Result<Option<Record>> {
        Ok(self.state().records.get(&self.address(key)).cloned())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        let state = self.state();
        Ok(keys.iter().map(|key| state.records.get(&self.address(key)).cloned()).collect())
    }

    async fn query(&self, query: &Query) -> Result<Page> {
        let last: Option<Place> = query.cursor.as_deref().map(str::parse).transpose()?;
        let state = self.state();
        let mut found: Vec<&Record> = state
            .records
            .range((self.tenant.clone(), query.kind, String::new())..)
            .take_while(|((tenant, kind, _), _)| *tenant == self.tenant && *kind == query.kind)
            .map(|(_, record)| record)
            .filter(|record| wanted(record, query, last.as_ref()))
            .collect();
        found.sort_unstable_by_key(|record| (record.order, &record.key.id));
        if query.direction == Order::Descending {
            found.reverse();
        }
        let limit = query.limit.max(1);
        let more = found.len() > limit;
        found.truncate(limit);
        let cursor = found.last().filter(|_| more).map(|record| Place::of(record).to_string());
        Ok(Page { records: found.into_iter().cloned().collect(), cursor, ..Page::default() })
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<Commit> {
        check_writes(&writes)?;
        let mut state = self.state();
        if let Some(position) = writes.iter().position(|write| !self.holds(&state, write)) {
            return Ok(Commit::Refused(position));
        }
        if !state.tenants.contains(&self.tenant) {
            state.tenants.insert(self.tenant.clone());
        }
        for write in writes {
            self.apply(&mut state, write);
        }
        Ok(Commit::Done)
    }

    async fn next_id(&self, kind: Kind) -> Result<i64> {
        let mut state = self.state();
        let counter = state.counters.entry((self.tenant.clone(), kind)).or_default();
        *counter = counter.checked_add(1).ok_or_else(|| Error::internal(format!("no {kind} ids are left")))?;
        Ok(*counter)
    }

    async fn tenants(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>> {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(self.state().tenants.range::<Tenant, _>((start, Bound::Unbounded)).take(PAGE).cloned().collect())
    }
}
