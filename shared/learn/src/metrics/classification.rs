//! Metrics that compare predicted classes with true ones.

use super::tally::Tally;

/// The share of rows predicted rightly.
pub(super) fn accuracy(tally: &Tally) -> f64 {
    tally.hits() / tally.rows
}

/// The share of rows predicted wrongly.
pub(super) fn hamming_distance(tally: &Tally) -> f64 {
    1.0 - accuracy(tally)
}

/// The mean recall of the classes that occur.
pub(super) fn balanced_accuracy(tally: &Tally) -> f64 {
    tally.mean_recall()
}

/// The share of rows predicted to be of a class that are.
pub(super) fn precision(tally: &Tally) -> f64 {
    tally.combine(|right, predicted, _| (right, predicted))
}

/// The share of a class's rows that are found.
pub(super) fn recall(tally: &Tally) -> f64 {
    tally.combine(|right, _, actual| (right, actual))
}

/// The harmonic mean of precision and recall.
pub(super) fn f1(tally: &Tally) -> f64 {
    tally.combine(|right, predicted, actual| (2.0 * right, predicted + actual))
}

/// Agreement beyond chance (Cohen, 1960). NaN where chance alone agrees on every row.
pub(super) fn cohen_kappa(tally: &Tally) -> f64 {
    let chance: f64 = tally.actual.iter().zip(&tally.predicted).map(|(a, b)| a * b).sum();
    let expected_misses = tally.rows * tally.rows - chance;
    if expected_misses == 0.0 {
        return f64::NAN;
    }
    1.0 - (tally.rows - tally.hits()) * tally.rows / expected_misses
}

/// The correlation of true and predicted classes, for any number of them (Gorodkin, 2004); 0 where
/// either side is constant.
pub(super) fn matthews_correlation(tally: &Tally) -> f64 {
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
    let squared = tally.rows * tally.rows;
    let both = tally.hits() * tally.rows - dot(&tally.actual, &tally.predicted);
    let actual = squared - dot(&tally.actual, &tally.actual);
    let predicted = squared - dot(&tally.predicted, &tally.predicted);
    if actual * predicted == 0.0 { 0.0 } else { both / (actual * predicted).sqrt() }
}
