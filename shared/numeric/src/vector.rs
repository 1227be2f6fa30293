//! Arithmetic on slices, laid out so that the compiler uses vector instructions.

const LANES: usize = 8;

/// The sum of products. Adds in a fixed order of its own, the same for the same lengths.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (left, left_rest) = a.as_chunks::<LANES>();
    let (right, right_rest) = b.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (x, y) in left.iter().zip(right) {
        for lane in 0..LANES {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    lanes.iter().sum::<f64>() + left_rest.iter().zip(right_rest).map(|(x, y)| x * y).sum::<f64>()
}

/// The sum of the values.
pub fn sum(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for lane in 0..LANES {
            lanes[lane] += chunk[lane];
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// `out += factor * values`
pub fn add_scaled(out: &mut [f64], factor: f64, values: &[f64]) {
    for (sum, value) in out.iter_mut().zip(values) {
        *sum += factor * value;
    }
}

/// The largest absolute value.
pub fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}

/// The mean, corrected once for rounding.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let count = values.len() as f64;
    let first = sum(values) / count;
    first + values.iter().map(|value| value - first).sum::<f64>() / count
}

/// Turns scores into probabilities: `exp(score)`, divided by their sum. Scores that say nothing become equal shares.
pub fn softmax(scores: &mut [f64]) {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() || scores.iter().any(|score| score.is_nan()) {
        scores.fill(1.0 / scores.len() as f64);
        return;
    }
    let mut total = 0.0;
    for score in &mut *scores {
        *score = (*score - most).exp();
        total += *score;
    }
    scores.iter_mut().for_each(|score| *score /= total);
}
