//! Local linear regression over evenly spaced values, with weights that fall with the distance (W. Cleveland, 1979).

use rayon::prelude::*;
use skydash_numeric::vector::dot;

/// Values smoothed by one task.
const TASK: usize = 4096;

/// Smooths values that are one step apart, each by the line through the `span` values around it, an odd number.
pub(crate) fn smooth(values: &[f64], span: usize, out: &mut [f64]) {
    let count = values.len();
    if count < 2 {
        out.copy_from_slice(values);
        return;
    }
    if span >= count {
        out.iter_mut().enumerate().for_each(|(at, slot)| *slot = line(values, span, at as f64, 0, count));
        return;
    }
    // Away from the ends the window is symmetric, and the line through it has the weighted mean in its middle.
    let reach = span / 2;
    let kernel = kernel(reach);
    out.par_iter_mut().with_min_len(TASK).enumerate().for_each(|(at, slot)| {
        *slot = if at < reach {
            line(values, span, at as f64, 0, span)
        } else if at + reach >= count {
            line(values, span, at as f64, count - span, count)
        } else {
            dot(&values[at - reach..=at + reach], &kernel)
        };
    });
}

/// The weights of a symmetric window.
fn kernel(reach: usize) -> Vec<f64> {
    let weights: Vec<f64> = (0..=2 * reach).map(|at| weight((at as f64 - reach as f64).abs(), reach as f64)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// What the line through the values from `first` to before `end`, weighted around `x`, has at `x`, which may lie outside. A
/// span of more values than there are makes the weights flatter.
pub(crate) fn line(values: &[f64], span: usize, x: f64, first: usize, end: usize) -> f64 {
    let last = (end - 1) as f64;
    let reach = (x - first as f64).max(last - x) + (span.saturating_sub(values.len()) / 2) as f64;
    let weight = |at: usize| weight((at as f64 - x).abs(), reach);
    let (mut total, mut mean_at, mut mean) = (0.0, 0.0, 0.0);
    for (at, value) in values.iter().enumerate().take(end).skip(first) {
        let weight = weight(at);
        total += weight;
        mean_at += weight * at as f64;
        mean += weight * value;
    }
    if total <= 0.0 {
        return values[if x < first as f64 { first } else { end - 1 }];
    }
    mean_at /= total;
    mean /= total;
    let (mut spread, mut slope) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate().take(end).skip(first) {
        let deviation = at as f64 - mean_at;
        let weighted = weight(at) / total * deviation;
        spread += weighted * deviation;
        slope += weighted * value;
    }
    // Values so close together, beside the whole range, say nothing of a slope.
    let tiny = 0.001 * (values.len() - 1) as f64;
    if reach > 0.0 && spread.sqrt() > tiny { mean + (x - mean_at) * slope / spread } else { mean }
}

/// The tricube weight of a distance within a reach.
fn weight(distance: f64, reach: f64) -> f64 {
    if distance > 0.999 * reach {
        0.0
    } else if distance <= 0.001 * reach {
        1.0
    } else {
        let share = distance / reach;
        let rest = 1.0 - share * share * share;
        rest * rest * rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        let values: Vec<f64> = (0..50).map(|n| 3.0 - 0.7 * f64::from(n)).collect();
        for span in [3, 7, 21, 49, 51, 101] {
            let mut out = vec![0.0; 50];
            smooth(&values, span, &mut out);
            values.iter().zip(&out).for_each(|(value, smooth)| assert!((value - smooth).abs() < 1e-9, "{span}"));
        }
        assert!((line(&values, 7, 50.0, 43, 50) - (3.0 - 0.7 * 50.0)).abs() < 1e-9);
    }

    #[test]
    fn one_value_stays_itself() {
        let mut out = [0.0];
        smooth(&[4.0], 7, &mut out);
        assert_eq!(out, [4.0]);
    }
}
