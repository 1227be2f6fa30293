//! Correlations of a series with its own past.

use rayon::prelude::*;
use skydash_domain::Result;
use skydash_domain::progress::Progress;
use skydash_numeric::vector::{dot, mean};

/// Sums of products of a series, less its mean, with itself so many steps before: from 0 to `lags` steps.
pub(crate) fn products(values: &[f64], lags: usize, progress: &dyn Progress) -> Result<Vec<f64>> {
    let mean = mean(values);
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    (0..=lags)
        .into_par_iter()
        .map(|lag| {
            progress.report(0.0)?;
            Ok(dot(&centred[lag..], &centred[..centred.len() - lag]))
        })
        .collect()
}

/// Autocorrelations of 1 to `lags` steps, from [`products`].
pub(crate) fn correlations(products: &[f64]) -> Vec<f64> {
    products[1..].iter().map(|product| product / products[0]).collect()
}

/// Standard errors of the autocorrelations of a series of `count` values that depends on no longer past than each
/// (M. Bartlett, 1946).
pub(crate) fn bartlett(correlations: &[f64], count: usize) -> Vec<f64> {
    let mut shorter = 0.0;
    correlations
        .iter()
        .map(|correlation| {
            let error = ((1.0 + 2.0 * shorter) / count as f64).sqrt();
            shorter += correlation * correlation;
            error
        })
        .collect()
}

/// Partial autocorrelations of 1 to `lags` steps: the last coefficients of the Yule-Walker equations of each order, with
/// sums divided by their number of terms, solved by Levinson's recursion (J. Durbin, 1960).
pub(crate) fn partial(products: &[f64], count: usize) -> Vec<f64> {
    let covariances: Vec<f64> =
        products.iter().enumerate().map(|(lag, product)| product / (count - lag) as f64).collect();
    let mut coefficients: Vec<f64> = Vec::with_capacity(products.len());
    let mut variance = covariances[0];
    let mut partial = Vec::with_capacity(products.len());
    for order in 1..products.len() {
        let known: f64 = coefficients.iter().zip(covariances[1..order].iter().rev()).map(|(a, b)| a * b).sum();
        let last = (covariances[order] - known) / variance;
        let reversed: Vec<f64> = coefficients.iter().rev().copied().collect();
        coefficients.iter_mut().zip(reversed).for_each(|(coefficient, other)| *coefficient -= last * other);
        coefficients.push(last);
        variance *= 1.0 - last * last;
        partial.push(last);
    }
    partial
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::progress::Silent;

    #[test]
    fn a_wave_correlates_with_its_past() {
        let wave: Vec<f64> = (0..400).map(|n| (f64::from(n) * std::f64::consts::PI / 4.0).sin()).collect();
        let products = products(&wave, 8, &Silent).unwrap();
        let found = correlations(&products);
        assert!((found[7] - 392.0 / 400.0).abs() < 1e-9 && (found[3] + 396.0 / 400.0).abs() < 1e-9, "{found:?}");
        assert!((partial(&products, 400)[0] - found[0] * 400.0 / 399.0).abs() < 1e-12);
        let errors = bartlett(&found, 400);
        assert!((errors[0] - 0.05).abs() < 1e-12 && errors[1] > errors[0]);
    }
}
