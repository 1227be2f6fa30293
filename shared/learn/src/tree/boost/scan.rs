//! The best cut of one column's histogram.

use super::cells::{Cell, Histogram, Scale, add, without};

/// Least curvature on each side of a cut.
const MIN_CURVATURE: f64 = 1e-3;
/// Keeps the steps of flat leaves finite.
const TINY: f64 = 1e-15;

/// What a cut must respect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) min_leaf: i64,
    pub(super) l2: f64,
    pub(super) scale: Scale,
}

/// The best cut of a column: its gain, the last bin on the left, and the rows there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) gain: f64,
    pub(super) bin: usize,
    pub(super) missing_left: bool,
    pub(super) left_heavier: bool,
}

impl Rules {
    /// Whether a node could be divided at all.
    pub(super) fn may_split(&self, node: Cell) -> bool {
        self.scale.count(node) >= 2 * self.min_leaf && self.scale.curvature(node) >= MIN_CURVATURE
    }

    /// The step that lowers the loss of these rows most.
    pub(super) fn step(&self, node: Cell) -> f64 {
        -self.scale.gradient(node) / (self.scale.curvature(node) + self.l2 + TINY)
    }

    /// How much that step lowers the loss, doubled.
    fn gain(&self, gradient: f64, curvature: f64) -> f64 {
        gradient * gradient / (curvature + self.l2 + TINY)
    }

    /// Looks for the cut that lowers the loss most. `bins` are those of values; the missing one comes last.
    pub(super) fn scan(&self, histogram: &Histogram, bins: usize, missing: Option<Cell>, node: Cell) -> Option<Cut> {
        let mut best = None;
        match missing {
            None => self.walk(&histogram[..bins.saturating_sub(1)], [0, 0], node, false, &mut best),
            Some(missing) => {
                self.walk(&histogram[..bins], [0, 0], node, false, &mut best);
                self.walk(&histogram[..bins.saturating_sub(1)], missing, node, true, &mut best);
            }
        }
        best
    }

    fn walk(&self, cells: &[Cell], mut left: Cell, node: Cell, missing_left: bool, best: &mut Option<Cut>) {
        let count = self.scale.count(node);
        let (gradient, curvature) = (self.scale.gradient(node), self.scale.curvature(node));
        let now = self.gain(gradient, curvature);
        let mut most = best.map_or(0.0, |best| best.gain);
        for (bin, &cell) in cells.iter().enumerate() {
            add(&mut left, cell);
            let left_count = self.scale.count(left);
            if left_count < self.min_leaf {
                continue;
            }
            let left_curvature = self.scale.curvature(left);
            let right_curvature = curvature - left_curvature;
            if count - left_count < self.min_leaf || right_curvature < MIN_CURVATURE {
                break;
            }
            if left_curvature < MIN_CURVATURE {
                continue;
            }
            let left_gradient = self.scale.gradient(left);
            let gain =
                self.gain(left_gradient, left_curvature) + self.gain(gradient - left_gradient, right_curvature) - now;
            if gain > most {
                most = gain;
                let left_heavier = 2 * left_count > count;
                *best = Some(Cut { gain, bin, missing_left, left_heavier });
            }
        }
    }
}

/// The sums of the rows whose value is missing.
pub(super) fn missing(histogram: &Histogram, has_missing: bool) -> Option<Cell> {
    has_missing.then(|| histogram[usize::from(u8::MAX)]).filter(|cell| *cell != [0, 0])
}

/// The larger child's histogram, from its parent's and the smaller child's.
pub(super) fn subtract(parent: &mut Histogram, child: &Histogram) {
    parent.iter_mut().zip(child).for_each(|(cell, part)| *cell = without(*cell, *part));
}
