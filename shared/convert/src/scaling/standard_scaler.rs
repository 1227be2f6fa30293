//! Mean 0 and standard deviation 1.

pub(crate) use super::linear::Linear;
use super::linear::Scale;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::scaling as parameters;
use skydash_domain::Result;
use skydash_numeric::vector;

/// Values that are summed up by themselves, so that rounding does not grow with their number.
const BLOCK: usize = 1024;

/// Learns mean and standard deviation (no degree of freedom) of each column.
pub(crate) fn fit(checked: &Checked<parameters::StandardScaler>, sample: &Sample<'_>) -> Result<Linear> {
    Linear::fit(sample, |values| {
        let mean = vector::mean(values);
        let center = if checked.with_mean { mean } else { 0.0 };
        let factor = if checked.with_std { 1.0 / deviation(values, mean) } else { 1.0 };
        Scale { center, factor }
    })
}

/// The standard deviation; 1 for values that differ by no more than rounding (as scikit-learn decides that).
fn deviation(values: &[f64], mean: f64) -> f64 {
    let count = values.len() as f64;
    let squares = |values: &[f64]| values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let variance = values.chunks(BLOCK).map(squares).sum::<f64>() / count;
    let rounding = count * f64::EPSILON * variance + (count * mean * f64::EPSILON).powi(2);
    if variance.is_finite() && variance <= rounding { 1.0 } else { variance.sqrt() }
}
