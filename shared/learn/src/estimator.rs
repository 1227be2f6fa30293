//! What every trained model can do.

use crate::matrix::Matrix;

/// A trained model that says how likely each class is.
pub trait Classifier {
    /// Number of classes; class `k` is the `k`-th of the target's sorted categories.
    fn classes(&self) -> usize;

    /// Probabilities, row after row: `x.rows() * self.classes()` numbers, each row summing to 1.
    fn probabilities(&self, x: &Matrix) -> Vec<f64>;

    /// The class of each row. By default the likeliest, the first one on ties.
    fn classify(&self, x: &Matrix) -> Vec<u32> {
        argmax_rows(&self.probabilities(x), self.classes())
    }

    /// Whether its parts fit together and to rows of so many columns. Asked of a model that was read from bytes,
    /// before it is used; where no parts could lead a prediction astray, nothing is checked.
    fn is_sound(&self, columns: usize) -> bool {
        let _ = columns;
        true
    }
}

/// A trained model that predicts a number.
pub trait Regressor {
    /// One number a row.
    fn predict(&self, x: &Matrix) -> Vec<f64>;

    /// As [`Classifier::is_sound`].
    fn is_sound(&self, columns: usize) -> bool {
        let _ = columns;
        true
    }
}

/// The position of the largest number of each row of `width` numbers, the first one on ties.
#[must_use]
pub fn argmax_rows(values: &[f64], width: usize) -> Vec<u32> {
    values
        .chunks_exact(width.max(1))
        .map(|row| {
            let best = (1..row.len()).fold(0, |best, k| if row[k] > row[best] { k } else { best });
            u32::try_from(best).unwrap_or(u32::MAX)
        })
        .collect()
}
