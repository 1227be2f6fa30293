//! Counting distinct values until there are too many.

use super::duplicates::{mix, text_hash};
use crate::cell::{Cell, Kept, View};
use indexmap::{Equivalent, IndexMap};
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Distinct values by first appearance, with their counts.
#[derive(Debug)]
pub(super) struct Counts {
    counts: IndexMap<Entry, u64, BuildHasherDefault<Mixer>>,
    limit: usize,
    bytes: usize,
    max_bytes: usize,
    /// Whether all numbers are whole.
    pub whole: bool,
}

impl Counts {
    /// Nothing counted yet; at most `limit` values are, of at most `max_bytes` of text together.
    pub(super) fn new(limit: usize, max_bytes: usize) -> Self {
        Self { counts: IndexMap::default(), limit, bytes: 0, max_bytes, whole: true }
    }

    /// Counts the values of a piece of a column; false when there are too many, or they are too long.
    pub(super) fn add(&mut self, view: &View<'_>) -> bool {
        (0..view.len()).all(|row| self.count(view.get(row)))
    }

    fn count(&mut self, cell: Cell<'_>) -> bool {
        if let Some(count) = self.counts.get_mut(&Key(cell)) {
            *count += 1;
            return true;
        }
        let Some(value) = Kept::new(cell) else { return true };
        match cell {
            Cell::Float(number) => self.whole &= number.fract() == 0.0,
            Cell::Text(text) => self.bytes += text.len(),
            _ => {}
        }
        self.counts.insert(Entry(value), 1);
        self.counts.len() <= self.limit && self.bytes <= self.max_bytes
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// The values as category text, sorted.
    pub(super) fn categories(&self) -> Vec<String> {
        let mut sorted: Vec<Cell<'_>> = self.counts.keys().map(|entry| entry.0.cell()).collect();
        sorted.sort_by(|a, b| a.compare(*b));
        sorted.into_iter().map(Cell::category).collect()
    }

    /// At most so many of the most frequent values with their counts, those that appear first before others.
    pub(super) fn top(&self, most: usize) -> Vec<(String, u64)> {
        let mut counts: Vec<(&Entry, u64)> = self.counts.iter().map(|(entry, count)| (entry, *count)).collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts.into_iter().take(most).map(|(entry, count)| (entry.0.cell().category(), count)).collect()
    }
}

/// A value to look for.
struct Key<'a>(Cell<'a>);

/// A value that is counted.
#[derive(Debug)]
struct Entry(Kept);

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(bits(self.0));
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(bits(self.0.cell()));
    }
}

impl Equivalent<Entry> for Key<'_> {
    fn equivalent(&self, entry: &Entry) -> bool {
        match (self.0, entry.0.cell()) {
            (Cell::Null, _) => false,
            (Cell::Text(a), Cell::Text(b)) => a == b,
            (a, b) => bits(a) == bits(b),
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        Key(self.0.cell()).equivalent(other)
    }
}

impl Eq for Entry {}

fn bits(cell: Cell<'_>) -> u64 {
    match cell {
        Cell::Null => 0,
        Cell::Bool(truth) => u64::from(truth),
        Cell::Int(number) => number.cast_unsigned(),
        Cell::Float(number) => (number + 0.0).to_bits(),
        Cell::Text(text) => text_hash(text),
    }
}

/// Spreads the bits of a key; equal for every run.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, bits: u64) {
        self.0 = mix(self.0 ^ bits);
    }
}
