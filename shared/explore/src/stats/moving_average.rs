//! Decomposition of a series by moving averages, as the classical method does it (M. Kendall and A. Stuart, 1983).

use super::stl::Parts;
use skydash_numeric::vector::sum;

/// Trend, season and remainder; NaN where the average would need values beyond the ends. With `multiply`, the series is
/// their product. There must be two seasons of at least two values.
pub(crate) fn decompose(values: &[f64], period: usize, multiply: bool) -> Parts {
    let trend = average(values, period);
    let without = |value: f64, part: f64| if multiply { value / part } else { value - part };
    let detrended: Vec<f64> = values.iter().zip(&trend).map(|(value, trend)| without(*value, *trend)).collect();
    let mut season: Vec<f64> = (0..period)
        .map(|phase| {
            let there = detrended.iter().skip(phase).step_by(period).filter(|value| !value.is_nan());
            let (sum, count) = there.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
            sum / count
        })
        .collect();
    let mean = season.iter().sum::<f64>() / period as f64;
    season.iter_mut().for_each(|value| *value = without(*value, mean));
    let seasonal: Vec<f64> = (0..values.len()).map(|at| season[at % period]).collect();
    let residual = detrended.iter().zip(&seasonal).map(|(value, season)| without(*value, *season)).collect();
    Parts { trend, seasonal, residual }
}

/// The mean of the season around each value; of an even number of values, one more is taken, and the two at the ends count
/// half.
fn average(values: &[f64], period: usize) -> Vec<f64> {
    let reach = period / 2;
    let mut trend = vec![f64::NAN; values.len()];
    for at in reach..values.len().saturating_sub(reach) {
        let window = &values[at - reach..=at + reach];
        let halves = if period.is_multiple_of(2) { (window[0] + window[period]) / 2.0 } else { 0.0 };
        trend[at] = (sum(window) - halves) / period as f64;
    }
    trend
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_season_is_taken_apart() {
        let season = [3.0, -1.0, -2.0, 0.0];
        let values: Vec<f64> = (0..24).map(|n| f64::from(n) * 0.5 + season[n as usize % 4]).collect();
        let parts = decompose(&values, 4, false);
        assert!(parts.trend[1].is_nan() && parts.trend[22].is_nan());
        for at in 2..22 {
            assert!((parts.trend[at] - at as f64 * 0.5).abs() < 1e-12);
            assert!((parts.seasonal[at] - season[at % 4]).abs() < 1e-12);
            assert!(parts.residual[at].abs() < 1e-12);
        }
    }
}
