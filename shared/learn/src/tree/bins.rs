//! Columns as small codes: each value becomes the number of the bin it lies in.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use skydash_domain::Result;

use super::pulse::Pulse;
use crate::matrix::Matrix;

/// Bins are placed by looking at no more rows than this.
const SAMPLE_ROWS: usize = 200_000;

/// A bin number. The largest one stands for a missing value.
pub(super) trait Code: Copy + Ord + Send + Sync + 'static {
    /// The code of a missing value; ordinary bins are below it.
    const MISSING: Self;
    /// The bin's position.
    fn index(self) -> usize;
    /// The code of a position that is known to fit.
    fn of(index: usize) -> Self;
}

impl Code for u8 {
    const MISSING: Self = Self::MAX;
    fn index(self) -> usize {
        usize::from(self)
    }
    fn of(index: usize) -> Self {
        index as Self
    }
}

impl Code for u16 {
    const MISSING: Self = Self::MAX;
    fn index(self) -> usize {
        usize::from(self)
    }
    fn of(index: usize) -> Self {
        index as Self
    }
}

/// One column in bins: bin `i` holds the values above `cuts[i - 1]` and up to `cuts[i]`.
pub(super) struct Column<C> {
    pub(super) codes: Vec<C>,
    pub(super) cuts: Vec<f64>,
    /// The smallest and the largest value found in each bin.
    pub(super) ranges: Vec<(f64, f64)>,
    pub(super) has_missing: bool,
}

impl<C: Code> Column<C> {
    /// Number of bins for values, the missing one not counted.
    pub(super) fn bins(&self) -> usize {
        self.cuts.len() + 1
    }

    fn of(values: &[f64], cuts: Vec<f64>) -> Self {
        let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); cuts.len() + 1];
        let mut has_missing = false;
        let mut code = |value: &f64| {
            if value.is_nan() {
                has_missing = true;
                return C::MISSING;
            }
            let bin = cuts.partition_point(|cut| cut < value);
            let range = &mut ranges[bin];
            *range = (range.0.min(*value), range.1.max(*value));
            C::of(bin)
        };
        let codes = values.iter().map(&mut code).collect();
        Self { codes, cuts, ranges, has_missing }
    }
}

impl Column<u16> {
    fn narrow(self) -> Column<u8> {
        let code = |code: u16| if code == u16::MISSING { u8::MISSING } else { u8::of(code.index()) };
        Column {
            codes: self.codes.into_iter().map(code).collect(),
            cuts: self.cuts,
            ranges: self.ranges,
            has_missing: self.has_missing,
        }
    }
}

/// A matrix in bins.
pub(super) struct Binned<C> {
    pub(super) rows: usize,
    pub(super) columns: Vec<Column<C>>,
}

impl<C: Code> Binned<C> {
    /// Places at most `max_bins` bins a column and codes every row.
    pub(super) fn new(x: &Matrix, max_bins: usize, pulse: &Pulse<'_>) -> Result<Self> {
        let sample = sample(x.rows());
        let column = |index: usize| {
            pulse.beat()?;
            let values = x.column(index);
            let cuts = cuts(sorted(values, sample.as_deref()), max_bins.min(C::MISSING.index()));
            Ok(Column::of(values, cuts))
        };
        let columns = (0..x.columns()).into_par_iter().map(column).collect::<Result<_>>()?;
        Ok(Self { rows: x.rows(), columns })
    }

    /// The largest number of bins of any column.
    pub(super) fn most_bins(&self) -> usize {
        self.columns.iter().map(Column::bins).max().unwrap_or(0)
    }
}

impl Binned<u16> {
    /// The same in one byte a value, where no column has more bins than that.
    pub(super) fn narrow(self) -> Binned<u8> {
        Binned { rows: self.rows, columns: self.columns.into_iter().map(Column::narrow).collect() }
    }
}

/// A number between two neighbours: `low` is not above it, `high` is.
pub(super) fn between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    if middle >= low && middle < high { middle } else { low }
}

/// One row out of every stretch of rows, where there are more than [`SAMPLE_ROWS`].
fn sample(rows: usize) -> Option<Vec<usize>> {
    (rows > SAMPLE_ROWS).then(|| {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let stretch = rows as f64 / SAMPLE_ROWS as f64;
        let pick = |part: usize| ((part as f64 + rng.random::<f64>()) * stretch) as usize;
        (0..SAMPLE_ROWS).map(pick).map(|row| row.min(rows - 1)).collect()
    })
}

/// The values that are not missing, smallest first; both zeros are one.
fn sorted(values: &[f64], sample: Option<&[usize]>) -> Vec<f64> {
    const SIGN: u64 = 1 << 63;
    let key = |value: f64| {
        let bits = (value + 0.0).to_bits();
        if bits & SIGN == 0 { bits | SIGN } else { !bits }
    };
    let value = |key: u64| f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN });
    let mut keys: Vec<u64> = match sample {
        Some(rows) => rows.iter().map(|&row| values[row]).filter(|v| !v.is_nan()).map(key).collect(),
        None => values.iter().copied().filter(|v| !v.is_nan()).map(key).collect(),
    };
    keys.sort_unstable();
    keys.into_iter().map(value).collect()
}

/// Where to cut sorted values: between all distinct ones, or at quantiles where those are too many.
fn cuts(mut sorted: Vec<f64>, max_bins: usize) -> Vec<f64> {
    let distinct = 1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).count();
    if distinct > max_bins {
        return quantiles(&sorted, max_bins);
    }
    sorted.dedup();
    sorted.windows(2).map(|pair| between(pair[0], pair[1])).collect()
}

/// Quantiles by the averaged inverse of the distribution function (type 2 of Hyndman and Fan, 1996).
fn quantiles(sorted: &[f64], bins: usize) -> Vec<f64> {
    let quantile = |part: usize| {
        let (place, rest) = (sorted.len() * part / bins, sorted.len() * part % bins);
        if rest == 0 { between(sorted[place - 1], sorted[place]) } else { sorted[place] }
    };
    let mut cuts: Vec<f64> = (1..bins).map(quantile).collect();
    cuts.dedup();
    let top = sorted[sorted.len() - 1];
    cuts.retain(|&cut| cut < top);
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_are_cut_in_their_middles() {
        assert_eq!(cuts(vec![1.0, 1.0, 2.0, 4.0], 255), vec![1.5, 3.0]);
        assert_eq!(cuts(vec![], 255), Vec::<f64>::new());
    }

    #[test]
    fn many_values_are_cut_at_quantiles() {
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let cuts = cuts(values, 4);
        assert_eq!(cuts, vec![249.5, 499.5, 749.5]);
    }

    #[test]
    fn infinities_stay_on_their_sides() {
        let values = sorted(&[f64::INFINITY, 1.0, f64::NEG_INFINITY, -0.0, 0.0, f64::NAN], None);
        let column: Column<u8> = Column::of(&[f64::NEG_INFINITY, 0.0, 1.0, f64::INFINITY, f64::NAN], cuts(values, 255));
        assert_eq!(column.codes, vec![0, 1, 2, 3, u8::MISSING]);
    }
}
