//! Gaussian naive Bayes.

use std::f64::consts::TAU;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::models::GaussianNB;
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use crate::blocks;
use crate::estimator::Classifier;
use crate::inputs::{self, Labels};
use crate::matrix::Matrix;
use crate::vector;

const MODEL: &str = "GaussianNB";
/// The least share of the largest variance that is added, so that no division by zero is left.
const LEAST_SMOOTHING: f64 = 1e-15;

/// One bell curve for each feature and class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NaiveBayesModel {
    classes: usize,
    present: Vec<u32>,
    columns: usize,
    /// A class's logarithm of its share and of the height of its curves.
    offsets: Vec<f64>,
    means: Vec<f64>,
    variances: Vec<f64>,
}

/// Trains on complete rows; `y` holds class numbers below `classes`.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`skydash_domain::Error::Cancelled`].
pub fn fit_gaussian_nb(
    params: &Checked<GaussianNB>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<NaiveBayesModel> {
    inputs::features(x, y.len(), MODEL)?;
    let labels = Labels::read(y, classes, 1, MODEL)?;
    progress.report(0.0)?;
    let curves: Vec<Curves> = (0..x.columns()).into_par_iter().map(|j| Curves::of(x.column(j), &labels)).collect();
    let most = curves.iter().map(|column| column.overall).fold(0.0, f64::max);
    let added = if most > 0.0 { most * params.var_smoothing.value().max(LEAST_SMOOTHING) } else { 1.0 };
    let (mut means, mut variances) = (Vec::new(), Vec::new());
    for class in 0..labels.present.len() {
        means.extend(curves.iter().map(|column| column.means[class]));
        variances.extend(curves.iter().map(|column| column.variances[class] + added));
    }
    inputs::learnt(&means, MODEL)?;
    inputs::learnt(&variances, MODEL)?;
    let heights = variances.chunks_exact(x.columns()).map(|row| row.iter().map(|v| (TAU * v).ln()).sum::<f64>());
    let offsets = labels.shares().iter().zip(heights).map(|(share, height)| share.ln() - 0.5 * height).collect();
    progress.report(1.0)?;
    Ok(NaiveBayesModel { classes, present: labels.present, columns: x.columns(), offsets, means, variances })
}

/// Mean and variance of one column in each class, and its variance over all rows.
struct Curves {
    means: Vec<f64>,
    variances: Vec<f64>,
    overall: f64,
}

impl Curves {
    fn of(column: &[f64], labels: &Labels) -> Self {
        let average = |value: &dyn Fn(f64, usize) -> f64| {
            let mut sums = vec![0.0; labels.counts.len()];
            for (&cell, &code) in column.iter().zip(&labels.codes) {
                sums[code as usize] += value(cell, code as usize);
            }
            sums.iter().zip(&labels.counts).map(|(sum, &count)| sum / count as f64).collect::<Vec<f64>>()
        };
        let means = average(&|cell, _| cell);
        let variances = average(&|cell, code| (cell - means[code]).powi(2));
        let centre = vector::mean(column);
        let overall = column.iter().map(|cell| (cell - centre).powi(2)).sum::<f64>() / column.len() as f64;
        Self { means, variances, overall }
    }
}

impl Classifier for NaiveBayesModel {
    fn classes(&self) -> usize {
        self.classes
    }

    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        let width = self.present.len();
        let narrow = blocks::fill_rows(x.rows(), width, blocks::BLOCK, |rows, out| {
            out.chunks_exact_mut(width).for_each(|row| row.copy_from_slice(&self.offsets));
            for j in 0..self.columns.min(x.columns()) {
                let column = &x.column(j)[rows.clone()];
                for class in 0..width {
                    let (mean, variance) = self.curve(class, j);
                    let factor = -0.5 / variance;
                    for (&cell, row) in column.iter().zip(out.chunks_exact_mut(width)) {
                        row[class] += factor * (cell - mean) * (cell - mean);
                    }
                }
            }
            out.chunks_exact_mut(width).for_each(vector::softmax);
        });
        inputs::spread(narrow, &self.present, self.classes)
    }

    fn is_sound(&self, columns: usize) -> bool {
        let cells = self.present.len().checked_mul(columns);
        inputs::are_classes(&self.present, self.classes, 1)
            && self.columns == columns
            && self.offsets.len() == self.present.len()
            && cells == Some(self.means.len())
            && cells == Some(self.variances.len())
    }
}

impl NaiveBayesModel {
    fn curve(&self, class: usize, column: usize) -> (f64, f64) {
        let at = class * self.columns + column;
        (self.means[at], self.variances[at])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use skydash_domain::progress::Silent;

    use super::*;
    use crate::samples::{Sample, assert_close, assert_same_bytes, golden, noise, numbers, params, table};

    #[test]
    fn probabilities_are_scikit_learns() {
        for case in golden("bayes").as_array().unwrap() {
            let sample = Sample::named(case["data"].as_str().unwrap());
            let given = params(json!({"var_smoothing": case["smoothing"]}));
            let model = fit_gaussian_nb(&given, &sample.x, &sample.codes(), sample.classes(), &Silent).unwrap();
            let found = model.probabilities(&sample.every(29, |rest| rest == 0).x);
            assert_close(&case["data"].to_string(), &found, &numbers(&case["probabilities"]), 1e-7);
            let classes: Vec<f64> = model.classify(&sample.x).into_iter().map(f64::from).collect();
            assert_eq!(classes, numbers(&case["classes"]));
        }
    }

    #[test]
    fn flat_columns_and_single_rows_give_probabilities() {
        let x = table(&[&[1.0, 1.0, 1.0], &[2.0, 2.0, 9.0]]);
        let given = params::<GaussianNB>(json!({"var_smoothing": 0.0}));
        let model = fit_gaussian_nb(&given, &x, &[0, 0, 2], 4, &Silent).unwrap();
        let found = model.probabilities(&table(&[&[1.0, 5.0, 1e300], &[2.0, 9.0, -1e300]]));
        assert!(found.iter().all(|p| p.is_finite()));
        assert!((found[0] - 1.0).abs() < 1e-9 && found[1] == 0.0);
        let model = fit_gaussian_nb(&given, &x.take(&[0]), &[1], 2, &Silent).unwrap();
        assert_eq!(model.probabilities(&x.take(&[0])), [0.0, 1.0]);
    }

    #[test]
    fn threads_change_nothing() {
        let x = noise(10_000, 5);
        let codes: Vec<u32> = x.column(0).iter().map(|&value| u32::from(value > 0.2)).collect();
        let given = params::<GaussianNB>(json!({}));
        assert_same_bytes(|| fit_gaussian_nb(&given, &x, &codes, 2, &Silent).unwrap());
    }
}
