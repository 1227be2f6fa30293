//! The penalised loss of a logistic regression and its gradient.

use std::ops::Range;

use crate::blocks;
use crate::inputs::Labels;
use crate::linear::view::View;
use crate::matrix::Matrix;
use crate::vector;

/// Rows whose scores are worked on at a time.
const BLOCK: usize = 512;

/// The mean loss plus penalties, of coefficients in units of each column's standard deviation around its mean.
///
/// A point holds, for each output, one coefficient a column and then the intercept. The table itself stays as it is:
/// coefficients are brought into its units instead.
pub(super) struct Objective<'a> {
    /// The columns, with their means and one over their deviations.
    pub view: View<'a>,
    /// Weight of each class, of which all rows together weigh 1.
    pub weights: Vec<f64>,
    /// Class of each row.
    pub codes: &'a [u32],
    /// One for two classes, else as many as classes.
    pub outputs: usize,
    /// Weight of half the squared coefficients, in the columns' own units.
    pub l2: f64,
    /// Weight of the absolute coefficients, in the columns' own units.
    pub l1: f64,
}

impl<'a> Objective<'a> {
    pub fn new(x: &'a Matrix, labels: &'a Labels, weights: Vec<f64>, c: f64, ratio: f64) -> Self {
        let mut view = View::of(x, true);
        let root = (x.rows() as f64).sqrt();
        view.factors = view.lengths().iter().map(|&length| if length > 0.0 { root / length } else { 1.0 }).collect();
        let total: f64 = weights.iter().zip(&labels.counts).map(|(weight, &count)| weight * count as f64).sum();
        let classes = weights.len();
        Self {
            view,
            weights: weights.iter().map(|weight| weight / total).collect(),
            codes: &labels.codes,
            outputs: if classes == 2 { 1 } else { classes },
            l2: (1.0 - ratio) / (c * total),
            l1: ratio / (c * total),
        }
    }

    /// Numbers in a point for each output.
    pub fn stride(&self) -> usize {
        self.view.width() + 1
    }

    /// Numbers in a point.
    pub fn dimensions(&self) -> usize {
        self.outputs * self.stride()
    }

    /// Coefficients and intercepts in the columns' own units.
    pub fn original(&self, point: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let width = self.view.width();
        let (mut coefficients, mut intercepts) = (Vec::new(), Vec::new());
        for part in point.chunks_exact(width + 1) {
            let own: Vec<f64> = part.iter().zip(&self.view.factors).map(|(value, factor)| value * factor).collect();
            intercepts.push(part[width] - vector::dot(&own, &self.view.centres));
            coefficients.extend(own);
        }
        (coefficients, intercepts)
    }

    /// The loss and the L2 penalty at a point, and their gradient. The L1 penalty is not in it.
    pub fn evaluate(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let (width, stride) = (self.view.width(), self.stride());
        let (coefficients, intercepts) = self.original(point);
        let sums = blocks::sum_strips(self.codes.len(), |rows| self.strip(rows, &coefficients, &intercepts));
        let mut value = sums[self.dimensions()];
        for output in 0..self.outputs {
            let raw = &sums[output * stride..(output + 1) * stride];
            let own = &coefficients[output * width..(output + 1) * width];
            let slope = &mut gradient[output * stride..(output + 1) * stride];
            for j in 0..width {
                let centred = raw[j] - self.view.centres[j] * raw[width];
                slope[j] = (centred + self.l2 * own[j]) * self.view.factors[j];
            }
            slope[width] = raw[width];
            value += 0.5 * self.l2 * vector::dot(own, own);
        }
        value
    }

    /// What some rows add: the gradient in the columns' own units, and last the loss.
    fn strip(&self, rows: Range<usize>, coefficients: &[f64], intercepts: &[f64]) -> Vec<f64> {
        let (width, stride) = (self.view.width(), self.stride());
        let mut sums = vec![0.0; self.dimensions() + 1];
        let mut buffer = vec![0.0; self.outputs * BLOCK];
        for block in blocks::split(rows, BLOCK) {
            let count = block.len();
            let scores = &mut buffer[..self.outputs * count];
            for (output, scores) in scores.chunks_exact_mut(count).enumerate() {
                scores.fill(intercepts[output]);
                let own = &coefficients[output * width..(output + 1) * width];
                for (column, &coefficient) in self.view.columns.iter().zip(own) {
                    if coefficient != 0.0 {
                        vector::add_scaled(scores, coefficient, &column[block.clone()]);
                    }
                }
            }
            sums[self.outputs * stride] += self.residuals(&self.codes[block.clone()], scores);
            for (output, residuals) in scores.chunks_exact(count).enumerate() {
                let sums = &mut sums[output * stride..(output + 1) * stride];
                for (sum, column) in sums.iter_mut().zip(&self.view.columns) {
                    *sum += vector::dot(&column[block.clone()], residuals);
                }
                sums[width] += vector::sum(residuals);
            }
        }
        sums
    }

    /// Turns scores into weighted differences of probability and truth; gives the loss.
    fn residuals(&self, codes: &[u32], scores: &mut [f64]) -> f64 {
        if self.outputs == 1 { self.logistic(codes, scores) } else { self.multinomial(codes, scores) }
    }

    fn logistic(&self, codes: &[u32], scores: &mut [f64]) -> f64 {
        let mut loss = 0.0;
        for (score, &code) in scores.iter_mut().zip(codes) {
            let (weight, truth) = (self.weights[code as usize], f64::from(code));
            let small = (-score.abs()).exp();
            let likely = 1.0 / (1.0 + small);
            loss += weight * (score.max(0.0) - truth * *score + small.ln_1p());
            *score = weight * (if *score >= 0.0 { likely } else { small * likely } - truth);
        }
        loss
    }

    fn multinomial(&self, codes: &[u32], scores: &mut [f64]) -> f64 {
        let count = codes.len();
        let mut loss = 0.0;
        for (row, &code) in codes.iter().enumerate() {
            let of = |output: usize| output * count + row;
            let most = (0..self.outputs).fold(f64::NEG_INFINITY, |most, k| scores[of(k)].max(most));
            let truth = scores[of(code as usize)];
            let mut total = 0.0;
            for k in 0..self.outputs {
                let value = (scores[of(k)] - most).exp();
                scores[of(k)] = value;
                total += value;
            }
            let weight = self.weights[code as usize];
            loss += weight * (total.ln() + most - truth);
            (0..self.outputs).for_each(|k| scores[of(k)] *= weight / total);
            scores[of(code as usize)] -= weight;
        }
        loss
    }
}
