//! STL: seasonal and trend decomposition by local regression.
//!
//! Source: R. Cleveland, W. Cleveland, J. McRae and I. Terpenning, "STL: A seasonal-trend decomposition procedure based on
//! loess", Journal of Official Statistics 6 (1990). The defaults are those of statsmodels: linear regressions, seasonal span
//! 7, five rounds, no robustness weights.

use super::loess::{line, smooth};
use rayon::prelude::*;
use skydash_domain::Result;
use skydash_domain::progress::Progress;

/// What a series is made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parts {
    pub trend: Vec<f64>,
    pub seasonal: Vec<f64>,
    pub residual: Vec<f64>,
}

const SEASONAL_SPAN: usize = 7;
const ROUNDS: usize = 5;

/// Values that the trend is smoothed over: an odd number.
pub(crate) fn trend_span(period: usize) -> usize {
    (1.5 * period as f64 / (1.0 - 1.5 / SEASONAL_SPAN as f64)).ceil() as usize | 1
}

/// Trend, season and remainder, whose sum is the series. There must be two seasons of at least two values.
pub(crate) fn decompose(values: &[f64], period: usize, progress: &dyn Progress) -> Result<Parts> {
    let count = values.len();
    let (trend_span, low_span) = (trend_span(period), (period + 1) | 1);
    let mut trend = vec![0.0; count];
    let mut seasonal = vec![0.0; count];
    let mut rest = vec![0.0; count];
    for round in 0..ROUNDS {
        progress.report(round as f64 / ROUNDS as f64)?;
        difference(values, &trend, &mut rest);
        let cycles = cycles(&rest, period);
        let passed = low_pass(&cycles, period);
        let mut low = vec![0.0; count];
        smooth(&passed, low_span, &mut low);
        difference(&cycles[period..], &low, &mut seasonal);
        progress.report((round as f64 + 0.5) / ROUNDS as f64)?;
        difference(values, &seasonal, &mut rest);
        smooth(&rest, trend_span, &mut trend);
    }
    let residual = (0..count).map(|at| values[at] - seasonal[at] - trend[at]).collect();
    Ok(Parts { trend, seasonal, residual })
}

fn difference(a: &[f64], b: &[f64], out: &mut [f64]) {
    out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (a, b))| *out = a - b);
}

/// Each phase of the season smoothed by itself, and one season more at both ends.
fn cycles(values: &[f64], period: usize) -> Vec<f64> {
    let smoothed: Vec<Vec<f64>> = (0..period)
        .into_par_iter()
        .map(|phase| {
            let series: Vec<f64> = values.iter().skip(phase).step_by(period).copied().collect();
            let count = series.len();
            let near = SEASONAL_SPAN.min(count);
            let mut out = vec![0.0; count + 2];
            smooth(&series, SEASONAL_SPAN, &mut out[1..=count]);
            out[0] = line(&series, SEASONAL_SPAN, -1.0, 0, near);
            out[count + 1] = line(&series, SEASONAL_SPAN, count as f64, count - near, count);
            out
        })
        .collect();
    (0..values.len() + 2 * period).map(|at| smoothed[at % period][at / period]).collect()
}

/// Moving averages over a season, a season again, and three values.
fn low_pass(values: &[f64], period: usize) -> Vec<f64> {
    moving(&moving(&moving(values, period), period), 3)
}

/// The means of all runs of this many values.
fn moving(values: &[f64], run: usize) -> Vec<f64> {
    let mut sum: f64 = values[..run].iter().sum();
    let mut means = Vec::with_capacity(values.len() + 1 - run);
    means.push(sum / run as f64);
    for (next, old) in values[run..].iter().zip(values) {
        sum += next - old;
        means.push(sum / run as f64);
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::progress::Silent;

    #[test]
    fn the_parts_add_up_and_find_the_season() {
        let values: Vec<f64> = (0..84).map(|n| f64::from(n) * 0.3 + [5.0, 0.0, -5.0, 0.0][n as usize % 4]).collect();
        let parts = decompose(&values, 4, &Silent).unwrap();
        for (at, value) in values.iter().enumerate() {
            let sum = parts.trend[at] + parts.seasonal[at] + parts.residual[at];
            assert!((sum - value).abs() < 1e-12);
        }
        assert!((parts.seasonal[40] - 5.0).abs() < 0.1 && parts.residual[40].abs() < 0.1);
    }

    #[test]
    fn the_shortest_series_has_parts() {
        assert_eq!(decompose(&[1.0, 2.0, 1.0, 2.0], 2, &Silent).unwrap().trend.len(), 4);
        assert_eq!((trend_span(7), trend_span(12), trend_span(365)), (15, 23, 697));
    }
}
