//! Counts of true and predicted classes.

/// How often each class occurs, is predicted, and is predicted rightly: enough for every metric
/// that compares labels, in memory that grows with the classes and not with their square.
pub(super) struct Tally {
    /// Number of rows.
    pub rows: f64,
    /// Rows of each class.
    pub actual: Vec<f64>,
    /// Rows predicted to be of each class.
    pub predicted: Vec<f64>,
    /// Rows of each class predicted to be so.
    pub right: Vec<f64>,
}

impl Tally {
    /// Counts, unless there are no rows, the lengths differ or a code is not below `classes`.
    pub fn new(truth: &[u32], predicted: &[u32], classes: usize) -> Option<Self> {
        if truth.is_empty() || truth.len() != predicted.len() {
            return None;
        }
        let zeros = || vec![0.0; classes];
        let mut tally = Self { rows: truth.len() as f64, actual: zeros(), predicted: zeros(), right: zeros() };
        for (&actual, &guess) in truth.iter().zip(predicted) {
            *tally.actual.get_mut(actual as usize)? += 1.0;
            *tally.predicted.get_mut(guess as usize)? += 1.0;
            if actual == guess {
                tally.right[actual as usize] += 1.0;
            }
        }
        Some(tally)
    }

    /// Number of rows predicted rightly.
    pub fn hits(&self) -> f64 {
        self.right.iter().sum()
    }

    /// A score of one class against the rest, made into one number: that of the second class where
    /// there are two, else the mean over the classes that occur or are predicted.
    /// `part` gets the class's right, predicted and actual counts; 0/0 counts as 0.
    pub fn combine(&self, part: impl Fn(f64, f64, f64) -> (f64, f64)) -> f64 {
        let ratio = |class: usize| {
            let (above, below) = part(self.right[class], self.predicted[class], self.actual[class]);
            if below == 0.0 { 0.0 } else { above / below }
        };
        if self.actual.len() == 2 {
            return ratio(1);
        }
        mean((0..self.actual.len()).filter(|&class| self.actual[class] + self.predicted[class] > 0.0).map(ratio))
    }

    /// The mean, over the classes that occur, of the share predicted rightly.
    pub fn mean_recall(&self) -> f64 {
        let occur = self.actual.iter().zip(&self.right).filter(|(actual, _)| **actual > 0.0);
        mean(occur.map(|(actual, right)| right / actual))
    }
}

/// The mean of some numbers; NaN for none.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}
