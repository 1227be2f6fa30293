//! A baseline that never looks at the features.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::models::{DummyClassifier, DummyStrategy};
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use crate::estimator::Classifier;
use crate::inputs::{self, Labels};
use crate::matrix::Matrix;

const MODEL: &str = "DummyClassifier";
const SEED: u64 = 0;

/// How often each class occurred, and what to make of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DummyModel {
    rule: Rule,
    shares: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Rule {
    MostFrequent,
    Prior,
    Stratified,
    Uniform,
}

/// Counts the classes of `y`, numbers below `classes`. Features may be missing.
///
/// # Errors
/// A sentence when there is no row, or the target has other classes.
pub fn fit_dummy_classifier(
    params: &Checked<DummyClassifier>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<DummyModel> {
    inputs::shape(x, y.len(), MODEL)?;
    let labels = Labels::read(y, classes, 1, MODEL)?;
    let rule = match params.strategy {
        DummyStrategy::MostFrequent => Rule::MostFrequent,
        DummyStrategy::Prior => Rule::Prior,
        DummyStrategy::Stratified => Rule::Stratified,
        DummyStrategy::Uniform => Rule::Uniform,
    };
    progress.report(1.0)?;
    Ok(DummyModel { rule, shares: inputs::spread(labels.shares(), &labels.present, classes) })
}

impl DummyModel {
    fn most_frequent(&self) -> usize {
        (1..self.shares.len()).fold(0, |best, class| if self.shares[class] > self.shares[best] { class } else { best })
    }

    /// One class a row, each as likely as its weight. The same number of rows gives the same classes.
    fn draw(&self, rows: usize, weight: impl Fn(f64) -> f64) -> Vec<u32> {
        let weights: Vec<f64> = self.shares.iter().map(|&share| weight(share)).collect();
        let total: f64 = weights.iter().sum();
        let last = weights.iter().rposition(|&weight| weight > 0.0).unwrap_or(0);
        let mut random = ChaCha8Rng::seed_from_u64(SEED);
        (0..rows)
            .map(|_| {
                let mut left = random.random::<f64>() * total;
                let drawn = weights.iter().position(|&weight| {
                    left -= weight;
                    left < 0.0
                });
                drawn.unwrap_or(last) as u32
            })
            .collect()
    }

    fn one_hot(&self, codes: impl Iterator<Item = u32>, rows: usize) -> Vec<f64> {
        let mut out = vec![0.0; rows * self.shares.len()];
        for (code, row) in codes.zip(out.chunks_exact_mut(self.shares.len())) {
            row[code as usize] = 1.0;
        }
        out
    }
}

/// A weight of 1 for every class that occurred.
fn occurred(share: f64) -> f64 {
    if share > 0.0 { 1.0 } else { 0.0 }
}

impl Classifier for DummyModel {
    fn classes(&self) -> usize {
        self.shares.len()
    }

    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        match self.rule {
            Rule::MostFrequent | Rule::Stratified => self.one_hot(self.classify(x).into_iter(), x.rows()),
            Rule::Prior => self.shares.repeat(x.rows()),
            Rule::Uniform => {
                let present: f64 = self.shares.iter().map(|&share| occurred(share)).sum();
                let row: Vec<f64> = self.shares.iter().map(|&share| occurred(share) / present).collect();
                row.repeat(x.rows())
            }
        }
    }

    fn classify(&self, x: &Matrix) -> Vec<u32> {
        match self.rule {
            Rule::MostFrequent | Rule::Prior => vec![self.most_frequent() as u32; x.rows()],
            Rule::Stratified => self.draw(x.rows(), |share| share),
            Rule::Uniform => self.draw(x.rows(), occurred),
        }
    }

    fn is_sound(&self, _columns: usize) -> bool {
        self.shares.iter().any(|&share| share > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use skydash_domain::progress::Silent;

    use super::*;
    use crate::samples::{params, table};

    fn model(strategy: &str) -> DummyModel {
        let given = params(json!({"strategy": strategy}));
        fit_dummy_classifier(&given, &table(&[&[f64::NAN; 4]]), &[3, 1, 3, 0], 5, &Silent).unwrap()
    }

    #[test]
    fn frequent_classes_win() {
        let x = table(&[&[0.0]]);
        assert_eq!(model("most_frequent").probabilities(&x), [0.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(model("prior").probabilities(&x), [0.25, 0.25, 0.0, 0.5, 0.0]);
        assert_eq!(model("prior").classify(&x), [3]);
        let even = model("uniform").probabilities(&x);
        assert_eq!((even[0], even[2]), (1.0 / 3.0, 0.0));
    }

    #[test]
    fn drawn_classes_are_as_frequent_as_they_should_be() {
        let x = table(&[&[0.0; 4000]]);
        let share = |strategy: &str, class: u32| {
            model(strategy).classify(&x).into_iter().filter(|&drawn| drawn == class).count() as f64 / 4000.0
        };
        assert!((share("stratified", 3) - 0.5).abs() < 0.03);
        assert!((share("uniform", 3) - 1.0 / 3.0).abs() < 0.03);
        assert!(share("stratified", 2) + share("uniform", 4) == 0.0);
        assert_eq!(model("stratified").classify(&x), model("stratified").classify(&x));
    }
}
