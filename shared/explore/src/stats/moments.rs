//! Count, mean, deviation and extremes of a column.

use rayon::prelude::*;
use skydash_numeric::vector::mean;
use std::borrow::Cow;

/// Rows that a thread looks at, at the least.
pub(crate) const PIECE: usize = 1 << 15;

/// The values that are finite; a copy only where some are not.
pub(crate) fn finite(values: &[f64]) -> Cow<'_, [f64]> {
    if values.par_iter().with_min_len(PIECE).all(|value| value.is_finite()) {
        Cow::Borrowed(values)
    } else {
        values.iter().copied().filter(|value| value.is_finite()).collect()
    }
}

/// What one pass over the values that are there, and one over their deviations, tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moments {
    pub count: usize,
    pub mean: f64,
    /// Standard deviation with one degree of freedom; NaN for fewer than two values.
    pub deviation: f64,
    pub min: f64,
    pub max: f64,
}

impl Moments {
    /// Of values without NaN. All but the count are NaN for none.
    pub fn of(values: &[f64]) -> Self {
        if values.is_empty() {
            return Self { count: 0, mean: f64::NAN, deviation: f64::NAN, min: f64::NAN, max: f64::NAN };
        }
        let mean = mean(values);
        let squares = sum_of(values, |value| (value - mean) * (value - mean));
        let deviation = if values.len() > 1 { (squares / (values.len() - 1) as f64).sqrt() } else { f64::NAN };
        let (min, max) = extremes(values);
        Self { count: values.len(), mean, deviation, min, max }
    }
}

/// The smallest and the largest value; infinite ones in reverse for none.
pub(crate) fn extremes(values: &[f64]) -> (f64, f64) {
    const LANES: usize = 8;
    let (chunks, rest) = values.as_chunks::<LANES>();
    let (mut low, mut high) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    for chunk in chunks {
        for lane in 0..LANES {
            low[lane] = low[lane].min(chunk[lane]);
            high[lane] = high[lane].max(chunk[lane]);
        }
    }
    let min = low.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
    (min, high.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max))
}

/// The sum of a function of each value.
fn sum_of(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    const LANES: usize = 8;
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for lane in 0..LANES {
            lanes[lane] += term(chunk[lane]);
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().map(|value| term(*value)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_few_values() {
        let moments = Moments::of(&[1.0, 2.0, 4.0]);
        assert_eq!((moments.count, moments.min, moments.max), (3, 1.0, 4.0));
        assert!((moments.mean - 7.0 / 3.0).abs() < 1e-15);
        assert!((moments.deviation - (7.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!(Moments::of(&[]).mean.is_nan());
        assert!(Moments::of(&[5.0]).deviation.is_nan());
    }

    #[test]
    fn large_numbers_lose_nothing() {
        let values: Vec<f64> = (0..1000).map(|n| 1e12 + f64::from(n % 10)).collect();
        let deviation = Moments::of(&values).deviation;
        assert!((deviation - 2.873_718_541_934_519).abs() < 1e-9, "{deviation}");
    }
}
