//! What only a look at all values of a column tells: order statistics, distinct values, lengths.

use super::duplicates::{mix, text_hash};
use super::order;
use crate::cell::{Cell, View};
use crate::dates;
use indexmap::IndexMap;
use indexmap::map::Entry;
use polars::prelude::Series;
use skydash_domain::Result;
use skydash_domain::statistics::TextStats;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// What to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Distinct values with their counts, if there are at most this many.
    pub counts: usize,
    /// Everything else: quantiles, exact number of distinct values, lengths.
    pub statistics: bool,
}

/// What was found out. Missing values are left out everywhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Number of values.
    pub values: u64,
    /// Number of distinct values; known without statistics only where [`Profile::counts`] are.
    pub n_unique: u64,
    /// Distinct values as category text with their counts, by first appearance; none when there are too many.
    pub counts: Option<Vec<(String, u64)>>,
    /// The same values, sorted.
    pub categories: Vec<String>,
    /// Smallest, first quartile, median, third quartile, largest number.
    pub quantiles: Option<[f64; 5]>,
    /// Numbers more than 1.5 interquartile ranges outside of the quartiles.
    pub outliers: u64,
    /// Whether all numbers are whole.
    pub whole: bool,
    /// Mean length of text in characters.
    pub mean_length: f64,
    /// Text statistics.
    pub text: Option<TextStats>,
    /// The format in which every text is a date, time or both.
    pub format: Option<dates::Format>,
}

/// Looks at a column, given in pieces.
pub(crate) fn profile(pieces: &[Series], wanted: Wanted) -> Result<Profile> {
    let views = pieces.iter().map(View::new).collect::<Result<Vec<_>>>()?;
    let mut found = Profile::default();
    count(&views, wanted.counts, &mut found);
    match views.first() {
        Some(View::Text(_)) => texts(&views, wanted.statistics, &mut found),
        Some(View::Int(_) | View::Float(_)) if wanted.statistics => numbers(&views, &mut found),
        _ => {}
    }
    if let Some(counts) = &found.counts {
        found.n_unique = counts.len() as u64;
    }
    Ok(found)
}

/// Counts distinct values until there are too many.
fn count(views: &[View<'_>], limit: usize, found: &mut Profile) {
    let mut counts: IndexMap<Key<'_>, u64, BuildHasherDefault<Mixer>> = IndexMap::default();
    let mut cells = views.iter().flat_map(|view| (0..view.len()).map(|row| view.get(row)));
    found.whole = true;
    let complete = limit > 0
        && cells.all(|cell| {
            if cell == Cell::Null {
                return true;
            }
            match counts.entry(Key(cell)) {
                Entry::Occupied(mut entry) => *entry.get_mut() += 1,
                Entry::Vacant(entry) => {
                    if let Cell::Float(number) = cell {
                        found.whole &= number.fract() == 0.0;
                    }
                    entry.insert(1);
                }
            }
            counts.len() <= limit
        });
    found.values = views.iter().map(|view| (view.len() - view.nulls()) as u64).sum();
    if complete {
        let mut sorted: Vec<Cell<'_>> = counts.keys().map(|key| key.0).collect();
        sorted.sort_by(|a, b| a.compare(*b));
        found.categories = sorted.into_iter().map(Cell::category).collect();
        found.counts = Some(counts.into_iter().map(|(key, count)| (key.0.category(), count)).collect());
    }
}

/// A value as a key of a map.
struct Key<'a>(Cell<'a>);

impl Key<'_> {
    fn bits(&self) -> u64 {
        match self.0 {
            Cell::Null => 0,
            Cell::Bool(truth) => u64::from(truth),
            Cell::Int(number) => number.cast_unsigned(),
            Cell::Float(number) => (number + 0.0).to_bits(),
            Cell::Text(text) => text_hash(text),
        }
    }
}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.bits());
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

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Cell::Text(a), Cell::Text(b)) => a == b,
            _ => self.bits() == other.bits(),
        }
    }
}

impl Eq for Key<'_> {}

fn numbers(views: &[View<'_>], found: &mut Profile) {
    let mut sorted: Vec<f64> = Vec::new();
    for view in views {
        sorted.extend_from_slice(&super::moments::present(view));
    }
    if sorted.is_empty() {
        return;
    }
    let sorted = order::sorted(sorted);
    found.n_unique = 1 + sorted.windows(2).filter(|pair| pair[0] != pair[1]).count() as u64;
    let quantiles = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(&sorted, share));
    let (low, high) = bounds(quantiles[1], quantiles[3]);
    let below = sorted.partition_point(|number| *number < low);
    let above = sorted.len() - sorted.partition_point(|number| *number <= high);
    found.outliers = (below + above) as u64;
    found.quantiles = Some(quantiles);
}

/// The bounds beyond which a number is an outlier.
pub(crate) fn bounds(q1: f64, q3: f64) -> (f64, f64) {
    let range = q3 - q1;
    (q1 - 1.5 * range, q3 + 1.5 * range)
}

/// A quantile of sorted numbers, linearly interpolated.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions are below 2^52 and not negative"
)]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = share * (sorted.len() - 1) as f64;
    let low = position.floor() as usize;
    let fraction = position - position.floor();
    let (a, b) = (sorted[low], sorted[(low + 1).min(sorted.len() - 1)]);
    if fraction < 0.5 { a + (b - a) * fraction } else { b - (b - a) * (1.0 - fraction) }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths and counts are below 2^52 and not negative"
)]
fn texts(views: &[View<'_>], statistics: bool, found: &mut Profile) {
    let all = || {
        views.iter().flat_map(|view| {
            (0..view.len()).filter_map(|row| match view.get(row) {
                Cell::Text(text) => Some(text),
                _ => None,
            })
        })
    };
    found.format = dates::format_of(all());
    if !statistics {
        let (mut characters, mut values) = (0usize, 0usize);
        for text in all().take(10_000) {
            characters += text.chars().count();
            values += 1;
        }
        found.mean_length = share(characters, values);
        return;
    }
    let mut hashes: Vec<u64> = Vec::new();
    let mut lengths: Vec<f64> = Vec::new();
    let mut words = 0;
    for text in all() {
        hashes.push(text_hash(text));
        lengths.push(if text.is_ascii() { text.len() } else { text.chars().count() } as f64);
        words += if text.is_ascii() { ascii_words(text.as_bytes()) } else { text.split_whitespace().count() };
    }
    hashes.sort_unstable();
    hashes.dedup();
    found.n_unique = hashes.len() as u64;
    if lengths.is_empty() {
        return;
    }
    let lengths = order::sorted(lengths);
    let values = lengths.len();
    found.mean_length = lengths.iter().sum::<f64>() / values as f64;
    found.text = Some(TextStats {
        avg_length: found.mean_length,
        median_length: quantile(&lengths, 0.5),
        min_length: lengths[0] as u64,
        max_length: lengths[values - 1] as u64,
        unique_count: found.n_unique,
        unique_ratio: share(hashes.len(), values),
        avg_word_count: share(words, values),
    });
}

fn ascii_words(text: &[u8]) -> usize {
    let mut inside = false;
    let mut words = 0;
    for byte in text {
        let blank = byte.is_ascii_whitespace();
        words += usize::from(!blank && !inside);
        inside = !blank;
    }
    words
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
