//! Gradient boosting over histograms, after LightGBM (Ke et al., 2017) as scikit-learn does it.

mod cells;
mod loss;
mod rounds;
mod scan;
mod splitter;

use serde::{Deserialize, Serialize};
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use super::bins::Binned;
use super::check;
use super::draw::balanced;
use super::forest::NumberTree;
use super::node::{Rows, by_blocks};
use super::options::BoostOptions;
use super::pulse::Pulse;
use crate::estimator::{Classifier, Regressor, argmax_rows};
use crate::matrix::Matrix;
use loss::{Binary, Softmax, Squared};
use rounds::{Start, boost};

const MAX_BINS: usize = 255;
/// Rows times classes.
const MOST_SCORES: usize = 500_000_000;

/// Trees whose sum is a score a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoostClassifier {
    classes: u32,
    model: Sum,
}

/// Trees whose sum is the prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoostRegressor {
    model: Sum,
}

/// Where the scores start, and the trees that add to them, one a score in every round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sum {
    start: Vec<f64>,
    trees: Vec<NumberTree>,
}

impl Sum {
    /// Scores, row after row.
    fn scores(&self, x: &Matrix) -> Vec<f64> {
        by_blocks(x, self.width(), |rows, out| self.add_up(rows, out))
    }

    /// Number of scores a row.
    fn width(&self) -> usize {
        self.start.len()
    }

    fn add_up(&self, rows: &Rows<'_>, out: &mut [f64]) {
        let width = self.width();
        out.chunks_exact_mut(width).for_each(|scores| scores.copy_from_slice(&self.start));
        for (index, tree) in self.trees.iter().enumerate() {
            tree.add_up(rows, out, index % width, width);
        }
    }
}

impl Classifier for BoostClassifier {
    fn classes(&self) -> usize {
        self.classes as usize
    }

    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        let mut scores = self.model.scores(x);
        match self.classes() {
            0 => Vec::new(),
            1 => vec![1.0; x.rows()],
            2 => scores.into_iter().map(loss::sigmoid).flat_map(|p| [1.0 - p, p]).collect(),
            classes => {
                scores.chunks_exact_mut(classes).for_each(loss::softmax);
                scores
            }
        }
    }

    fn classify(&self, x: &Matrix) -> Vec<u32> {
        let classes = self.classes();
        by_blocks(x, 1, |rows, out| {
            let mut scores = vec![0.0; out.len() * self.model.width()];
            self.model.add_up(rows, &mut scores);
            match classes {
                0 | 1 => {}
                2 => out.iter_mut().zip(scores).for_each(|(class, score)| *class = u32::from(score > 0.0)),
                _ => out.copy_from_slice(&argmax_rows(&scores, classes)),
            }
        })
    }
}

impl Regressor for BoostRegressor {
    fn predict(&self, x: &Matrix) -> Vec<f64> {
        self.model.scores(x)
    }
}

/// Boosts trees on classes `0..classes` with log loss.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] on data without rows, columns or known classes, and
/// [`skydash_domain::Error::Cancelled`] when `progress` says so.
pub fn fit_boost_classifier(
    options: &BoostOptions,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<BoostClassifier> {
    check::columns(x, y.len())?;
    check::classes(y, classes)?;
    check::budget(y.len().saturating_mul(classes), MOST_SCORES, "train on fewer rows or classes")?;
    let pulse = Pulse::start(progress, options.max_iter)?;
    let mut counts = vec![0.0; classes];
    y.iter().for_each(|&class| counts[class as usize] += 1.0);
    let weights = if options.class_weight.is_some() { balanced(&counts) } else { vec![1.0; classes] };
    counts.iter_mut().zip(&weights).for_each(|(count, weight)| *count *= weight);
    let binned = Binned::new(x, MAX_BINS, &pulse)?;
    let model = match classes {
        1 => Sum { start: vec![0.0], trees: Vec::new() },
        2 => boost(options, binned, &Start::new(vec![loss::log_odds(&counts)]), &Binary { y, weights }, &pulse)?,
        _ => boost(options, binned, &Start::new(loss::log_shares(&counts)), &Softmax { y, weights }, &pulse)?,
    };
    Ok(BoostClassifier { classes: classes as u32, model })
}

/// Boosts trees on numbers with squared error.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] on data without rows or columns and on missing targets, and
/// [`skydash_domain::Error::Cancelled`] when `progress` says so.
pub fn fit_boost_regressor(
    options: &BoostOptions,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<BoostRegressor> {
    check::columns(x, y.len())?;
    check::numbers(y, false)?;
    let pulse = Pulse::start(progress, options.max_iter)?;
    let mean = y.iter().sum::<f64>() / y.len() as f64;
    let binned = Binned::new(x, MAX_BINS, &pulse)?;
    let model = boost(options, binned, &Start::new(vec![mean]), &Squared { y }, &pulse)?;
    Ok(BoostRegressor { model })
}
