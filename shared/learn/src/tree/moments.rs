//! Numbers: squared error and Poisson deviance from weights and sums.

use super::bins::{Code, Column};
use super::grow::Sample;
use super::impurity::{Facts, Judge, Look, Rules};
use super::tally::{Score, Tally};

/// A row, its target, and how often it was drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumberSample {
    pub(super) row: u32,
    pub(super) times: u32,
    pub(super) target: f64,
}

impl Sample for NumberSample {
    fn row(self) -> usize {
        self.row as usize
    }
}

/// How well a mean stands for the numbers behind it.
pub(super) trait Fit: Copy + Send + Sync {
    /// What splitting can raise: larger for a better fit; not a number where the mean may not be used.
    fn score(weight: f64, sum: f64) -> f64;
}

/// Squared error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Squared;

impl Fit for Squared {
    fn score(weight: f64, sum: f64) -> f64 {
        sum * sum / weight
    }
}

/// Half Poisson deviance. A side whose mean is zero would predict that nothing ever happens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Poisson;

impl Fit for Poisson {
    fn score(weight: f64, sum: f64) -> f64 {
        if sum > 0.0 { sum * (sum / weight).ln() } else { f64::NAN }
    }
}

/// The weight and the sum of some numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moments {
    weight: f64,
    sum: f64,
}

#[derive(Clone)]
struct Sides<F> {
    fit: std::marker::PhantomData<F>,
    node: Moments,
    left: Moments,
    right: Moments,
    score: f64,
}

impl<F: Fit> Score for Sides<F> {
    type Sample = NumberSample;
    type Cell = Moments;

    fn width(&self) -> usize {
        1
    }

    fn place(&self, _sample: NumberSample) -> usize {
        0
    }

    fn add(cell: &mut Moments, sample: NumberSample) {
        let weight = f64::from(sample.times);
        cell.weight += weight;
        cell.sum += weight * sample.target;
    }

    fn is_empty(cells: &[Moments]) -> bool {
        cells.iter().all(|cell| cell.weight == 0.0)
    }

    fn rewind(&mut self) {
        self.right = self.node;
        self.left = Moments::default();
    }

    fn pass(&mut self, cells: &[Moments]) {
        for cell in cells {
            self.left.weight += cell.weight;
            self.left.sum += cell.sum;
            self.right.weight -= cell.weight;
            self.right.sum -= cell.sum;
        }
    }

    fn sizes(&self) -> [(f64, f64); 2] {
        [self.left.weight, self.right.weight].map(|weight| (weight, weight))
    }

    fn gain(&self) -> f64 {
        F::score(self.left.weight, self.left.sum) + F::score(self.right.weight, self.right.sum) - self.score
    }
}

/// Judges splits of numbers around their means.
#[derive(Clone)]
pub(super) struct MomentJudge<F> {
    sides: Sides<F>,
    tally: Tally<Moments>,
}

impl<F: Fit> MomentJudge<F> {
    /// A judge for columns of at most `bins` bins.
    pub(super) fn new(bins: usize) -> Self {
        let none = Moments::default();
        let sides = Sides { fit: std::marker::PhantomData, node: none, left: none, right: none, score: 0.0 };
        Self { sides, tally: Tally::new(bins, 1) }
    }
}

impl<C: Code, F: Fit> Judge<C> for MomentJudge<F> {
    type Sample = NumberSample;

    fn open(&mut self, samples: &[NumberSample]) -> Facts {
        let mut node = Moments::default();
        samples.iter().for_each(|&sample| Sides::<F>::add(&mut node, sample));
        self.sides.node = node;
        self.sides.score = F::score(node.weight, node.sum);
        Facts { count: node.weight, weight: node.weight, pure: same(samples) }
    }

    fn look(&mut self, column: &Column<C>, samples: &[NumberSample], rules: &Rules) -> Look {
        self.tally.look(&mut self.sides, column, samples, rules)
    }
}

/// Whether all rows have the same target.
pub(super) fn same(samples: &[NumberSample]) -> bool {
    samples.windows(2).all(|pair| pair[0].target == pair[1].target)
}
