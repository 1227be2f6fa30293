//! Bringing numbers to the same size.

pub(crate) mod binarizer;
mod linear;
pub(crate) mod max_abs_scaler;
pub(crate) mod min_max_scaler;
pub(crate) mod normalizer;
pub(crate) mod standard_scaler;

/// A size to divide by; 1 in place of next to nothing (as scikit-learn decides that).
fn or_one(size: f64) -> f64 {
    if size < 10.0 * f64::EPSILON { 1.0 } else { size }
}

#[cfg(test)]
mod tests;
