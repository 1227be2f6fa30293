//! What only a look at all values of a column tells: order statistics, distinct values, lengths.

use super::counts::Counts;
use super::moments::present;
use super::order;
use super::texts::Texts;
use crate::cell::View;
use crate::dates;
use skydash_domain::statistics::TextStats;

/// Frequent values that are kept with their counts.
const TOP: usize = 5;

/// What to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Distinct values, if there are at most this many and ...
    pub counts: usize,
    /// ... their texts are of at most so many bytes together.
    pub count_bytes: usize,
    /// Everything else: quantiles, exact number of distinct values, lengths.
    pub statistics: bool,
}

/// What was found out. Missing values are left out everywhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Number of values.
    pub values: u64,
    /// Number of distinct values; known without statistics only where [`Profile::categories`] are.
    pub n_unique: u64,
    /// Distinct values as category text, sorted; none when there are too many.
    pub categories: Option<Vec<String>>,
    /// The most frequent ones of them with their counts.
    pub top: Vec<(String, u64)>,
    /// Smallest, first quartile, median, third quartile, largest number.
    pub quantiles: Option<[f64; 5]>,
    /// Numbers more than 1.5 interquartile ranges outside of the quartiles.
    pub outliers: u64,
    /// Whether all numbers are whole; known where [`Profile::categories`] are.
    pub whole: bool,
    /// Mean length of text in characters.
    pub mean_length: f64,
    /// Text statistics.
    pub text: Option<TextStats>,
    /// The format in which every text is a date, time or both.
    pub format: Option<dates::Format>,
}

/// Looks at a column, piece by piece, and keeps no text of it but the distinct values.
pub(crate) struct Profiler {
    wanted: Wanted,
    rows: usize,
    values: u64,
    counts: Option<Counts>,
    numbers: Vec<f64>,
    texts: Option<Texts>,
}

impl Profiler {
    /// Nothing seen yet of a column of so many rows.
    pub(crate) fn new(wanted: Wanted, rows: usize) -> Self {
        let counts = (wanted.counts > 0).then(|| Counts::new(wanted.counts, wanted.count_bytes));
        Self { wanted, rows, values: 0, counts, numbers: Vec::new(), texts: None }
    }

    /// Looks at a piece.
    pub(crate) fn add(&mut self, view: &View<'_>) {
        self.values += (view.len() - view.nulls()) as u64;
        self.counts = self.counts.take().and_then(|mut counts| counts.add(view).then_some(counts));
        match view {
            View::Text(_) => self.texts.get_or_insert_with(|| Texts::new(self.wanted.statistics)).add(view),
            View::Int(_) | View::Float(_) if self.wanted.statistics => {
                if self.numbers.is_empty() {
                    self.numbers.reserve_exact(self.rows);
                }
                self.numbers.extend_from_slice(&present(view));
            }
            _ => {}
        }
    }

    /// What was found out.
    pub(crate) fn finish(self) -> Profile {
        let mut found = Profile { values: self.values, ..Profile::default() };
        if let Some(texts) = self.texts {
            (found.format, found.mean_length, found.text) = texts.finish();
            found.n_unique = found.text.as_ref().map_or(0, |text| text.unique_count);
        }
        numbers(self.numbers, &mut found);
        if let Some(counts) = self.counts {
            found.whole = counts.whole;
            found.n_unique = counts.len() as u64;
            (found.categories, found.top) = (Some(counts.categories()), counts.top(TOP));
        }
        found
    }
}

/// Looks at a column that is in memory.
pub(crate) fn profile(view: &View<'_>, wanted: Wanted) -> Profile {
    let mut profiler = Profiler::new(wanted, view.len());
    profiler.add(view);
    profiler.finish()
}

fn numbers(numbers: Vec<f64>, found: &mut Profile) {
    if numbers.is_empty() {
        return;
    }
    let sorted = order::sorted(numbers);
    found.n_unique = 1 + sorted.windows(2).filter(|pair| pair[0] != pair[1]).count() as u64;
    let quantiles = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(sorted.len(), share, |place| sorted[place]));
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

/// A quantile of so many sorted numbers, linearly interpolated.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions are below 2^52 and not negative"
)]
pub(super) fn quantile(count: usize, share: f64, at: impl Fn(usize) -> f64) -> f64 {
    let position = share * (count - 1) as f64;
    let low = position.floor() as usize;
    let fraction = position - position.floor();
    let (a, b) = (at(low), at((low + 1).min(count - 1)));
    if fraction < 0.5 { a + (b - a) * fraction } else { b - (b - a) * (1.0 - fraction) }
}
