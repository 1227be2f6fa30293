//! Losses: where scores start, and the gradients at the present scores.

use rayon::prelude::*;

use super::cells::{Cell, Scale};

/// Rows that one thread handles at a time.
const CHUNK_ROWS: usize = 8_192;

/// The gradients of a loss.
pub(super) trait Loss: Sync {
    /// What all outputs of a round share, made from every output's scores, row after row; empty where there is nothing.
    fn share(&self, _scores: &[Vec<f64>]) -> Vec<f32> {
        Vec::new()
    }

    /// Writes each row's gradient and curvature for one output.
    fn gradients(&self, output: usize, scores: &[f64], shared: &[f32], cells: &mut [Cell]) -> Scale;
}

/// Half the squared error.
pub(super) struct Squared<'a> {
    pub(super) y: &'a [f64],
}

impl Loss for Squared<'_> {
    fn gradients(&self, _output: usize, scores: &[f64], _shared: &[f32], cells: &mut [Cell]) -> Scale {
        let most = scores.iter().zip(self.y).fold(0.0_f64, |most, (score, y)| most.max((score - y).abs()));
        let scale = Scale::new(scores.len(), most, 1.0);
        fill(cells, |row| scale.cell(scores[row] - self.y[row], 1.0));
        scale
    }
}

/// Log loss of two classes; the score is the log odds of class 1.
pub(super) struct Binary<'a> {
    pub(super) y: &'a [u32],
    pub(super) weights: Vec<f64>,
}

impl Loss for Binary<'_> {
    fn gradients(&self, _output: usize, scores: &[f64], _shared: &[f32], cells: &mut [Cell]) -> Scale {
        let scale = log_loss_scale(scores.len(), &self.weights);
        fill(cells, |row| {
            let class = self.y[row];
            let p = sigmoid(scores[row]);
            let weight = self.weights[class as usize];
            scale.cell(weight * (p - f64::from(class)), weight * p * (1.0 - p))
        });
        scale
    }
}

/// Log loss of many classes; scores go through softmax.
pub(super) struct Softmax<'a> {
    pub(super) y: &'a [u32],
    pub(super) weights: Vec<f64>,
}

impl Loss for Softmax<'_> {
    /// The probability of each class.
    fn share(&self, scores: &[Vec<f64>]) -> Vec<f32> {
        let classes = scores.len();
        let mut shared = vec![0.0; self.y.len() * classes];
        let chunk = |(chunk, out): (usize, &mut [f32])| {
            let mut row = vec![0.0; classes];
            for (index, out) in (chunk * CHUNK_ROWS..).zip(out.chunks_exact_mut(classes)) {
                row.iter_mut().zip(scores).for_each(|(slot, scores)| *slot = scores[index]);
                softmax(&mut row);
                out.iter_mut().zip(&row).for_each(|(slot, p)| *slot = *p as f32);
            }
        };
        shared.par_chunks_mut(CHUNK_ROWS * classes).enumerate().for_each(chunk);
        shared
    }

    fn gradients(&self, output: usize, scores: &[f64], shared: &[f32], cells: &mut [Cell]) -> Scale {
        let scale = log_loss_scale(scores.len(), &self.weights);
        let classes = self.weights.len();
        fill(cells, |row| {
            let class = self.y[row] as usize;
            let p = f64::from(shared[row * classes + output]);
            let hit = f64::from(u8::from(class == output));
            let weight = self.weights[class];
            scale.cell(weight * (p - hit), weight * p * (1.0 - p))
        });
        scale
    }
}

fn log_loss_scale(rows: usize, weights: &[f64]) -> Scale {
    let most = weights.iter().fold(0.0_f64, |most, &weight| most.max(weight));
    Scale::new(rows, most, most / 4.0)
}

fn fill(cells: &mut [Cell], cell: impl Fn(usize) -> Cell + Sync) {
    let one = |(chunk, cells): (usize, &mut [Cell])| {
        cells.iter_mut().zip(chunk * CHUNK_ROWS..).for_each(|(slot, row)| *slot = cell(row));
    };
    cells.par_chunks_mut(CHUNK_ROWS).enumerate().for_each(one);
}

/// The probability of these log odds.
pub(super) fn sigmoid(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

/// Turns one row's scores into probabilities.
pub(super) fn softmax(scores: &mut [f64]) {
    let most = scores.iter().fold(f64::NEG_INFINITY, |most, &score| most.max(score));
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let total: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= total);
}

/// The share of a class, kept away from 0 and 1.
fn share(count: f64, total: f64) -> f64 {
    (count / total).clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}

/// The log odds of class 1 before anything is known.
pub(super) fn log_odds(counts: &[f64]) -> f64 {
    let p = share(counts[1], counts.iter().sum());
    (p / (1.0 - p)).ln()
}

/// Scores of the classes before anything is known, around zero.
pub(super) fn log_shares(counts: &[f64]) -> Vec<f64> {
    let total = counts.iter().sum();
    let logs: Vec<f64> = counts.iter().map(|&count| share(count, total).ln()).collect();
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    logs.into_iter().map(|log| log - mean).collect()
}
