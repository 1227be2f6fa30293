//! Metrics that compare numbers.

use super::tally::mean;

fn errors<'a>(truth: &'a [f64], predicted: &'a [f64]) -> impl Iterator<Item = f64> + Clone + 'a {
    truth.iter().zip(predicted).map(|(truth, predicted)| truth - predicted)
}

/// The mean of the squared errors.
pub(super) fn mean_squared_error(truth: &[f64], predicted: &[f64]) -> f64 {
    mean(errors(truth, predicted).map(|error| error * error))
}

/// The square root of the mean squared error, in the target's unit.
pub(super) fn root_mean_squared_error(truth: &[f64], predicted: &[f64]) -> f64 {
    mean_squared_error(truth, predicted).sqrt()
}

/// The mean of the errors' sizes.
pub(super) fn mean_absolute_error(truth: &[f64], predicted: &[f64]) -> f64 {
    mean(errors(truth, predicted).map(f64::abs))
}

/// The median of the errors' sizes; the mean of the middle two for an even count.
pub(super) fn median_absolute_error(truth: &[f64], predicted: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = errors(truth, predicted).map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    let middle = sizes.len() / 2;
    if sizes.len() % 2 == 1 { sizes[middle] } else { (sizes[middle - 1] + sizes[middle]) / 2.0 }
}

/// The share of the target's variance that the predictions explain. NaN for a single row.
pub(super) fn r2(truth: &[f64], predicted: &[f64]) -> f64 {
    if truth.len() < 2 {
        return f64::NAN;
    }
    one_minus(mean_squared_error(truth, predicted), variance(truth.iter().copied()))
}

/// Like [`r2`], but blind to an error that is the same on every row.
pub(super) fn explained_variance(truth: &[f64], predicted: &[f64]) -> f64 {
    one_minus(variance(errors(truth, predicted)), variance(truth.iter().copied()))
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let center = mean(values.clone());
    mean(values.map(|value| (value - center) * (value - center)))
}

/// `1 - part / whole`, and for a whole of 0: 1 where the part is 0 too, else 0.
fn one_minus(part: f64, whole: f64) -> f64 {
    if part == 0.0 {
        1.0
    } else if whole == 0.0 {
        0.0
    } else {
        1.0 - part / whole
    }
}
