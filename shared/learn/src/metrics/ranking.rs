//! Metrics that look at probabilities.

use super::tally::mean;

/// Area under the ROC curve: of the second class where there are two, else the mean of every class
/// against the rest. NaN where one of the classes does not occur.
pub(super) fn roc_auc(truth: &[u32], probabilities: &[f64], classes: usize) -> f64 {
    let area = |class: usize| {
        let ranked: Vec<(f64, bool)> = truth
            .iter()
            .zip(probabilities.chunks_exact(classes.max(1)))
            .map(|(&code, row)| (row[class], code as usize == class))
            .collect();
        binary_area(ranked)
    };
    if classes == 2 { area(1) } else { mean((0..classes).map(area)) }
}

/// The chance that a positive row scores above a negative one, ties counting half (Mann-Whitney).
fn binary_area(mut rows: Vec<(f64, bool)>) -> f64 {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins, mut positives) = (0.0, 0.0, 0.0);
    for tied in rows.chunk_by(|a, b| a.0 == b.0) {
        let up = tied.iter().filter(|(_, positive)| *positive).count() as f64;
        let down = tied.len() as f64 - up;
        wins += up * (below + down / 2.0);
        positives += up;
        below += down;
    }
    wins / (positives * below)
}

/// Minus the mean logarithm of the true class's probability, which is kept one machine epsilon
/// away from 0 and 1.
pub(super) fn log_loss(truth: &[u32], probabilities: &[f64], classes: usize) -> f64 {
    let rows = truth.iter().zip(probabilities.chunks_exact(classes.max(1)));
    mean(rows.map(|(&code, row)| -row[code as usize].clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln()))
}
