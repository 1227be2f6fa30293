//! Classes: Gini impurity and entropy of weighted counts.

use super::bins::Code;
use super::bins::Column;
use super::grow::Sample;
use super::impurity::{Facts, Judge, Look, Rules};
use super::tally::{Score, Tally};

/// A row, its class, and how often it was drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClassSample {
    pub(super) row: u32,
    pub(super) class: u16,
    pub(super) times: u16,
}

impl Sample for ClassSample {
    fn row(self) -> usize {
        self.row as usize
    }
}

/// How the purity of a side is measured.
pub(super) trait Purity: Copy + Send + Sync {
    /// What a class of this weight adds to the purity of its side.
    fn part(weight: f64) -> f64;
    /// The purity of a side from the sum of its parts: its weight less its weighted impurity.
    fn whole(parts: f64, weight: f64) -> f64;
}

/// Gini impurity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gini;

impl Purity for Gini {
    fn part(weight: f64) -> f64 {
        weight * weight
    }

    fn whole(parts: f64, weight: f64) -> f64 {
        parts / weight
    }
}

/// Entropy in bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entropy;

impl Purity for Entropy {
    fn part(weight: f64) -> f64 {
        if weight > 0.0 { weight * weight.log2() } else { 0.0 }
    }

    fn whole(parts: f64, weight: f64) -> f64 {
        parts - Self::part(weight)
    }
}

/// The two sides of a cut through a node, as counts of classes.
#[derive(Clone)]
struct Sides<P> {
    purity: std::marker::PhantomData<P>,
    weights: Vec<f64>,
    node: Side,
    left: Side,
    right: Side,
    whole: f64,
}

#[derive(Clone, Default)]
struct Side {
    classes: Vec<f64>,
    count: f64,
    weight: f64,
    parts: f64,
}

impl Side {
    fn copy(&mut self, other: &Self) {
        self.classes.copy_from_slice(&other.classes);
        (self.count, self.weight, self.parts) = (other.count, other.weight, other.parts);
    }
}

impl<P: Purity> Score for Sides<P> {
    type Sample = ClassSample;
    type Cell = u32;

    fn width(&self) -> usize {
        self.weights.len()
    }

    fn place(&self, sample: ClassSample) -> usize {
        usize::from(sample.class)
    }

    fn add(cell: &mut u32, sample: ClassSample) {
        *cell += u32::from(sample.times);
    }

    fn is_empty(cells: &[u32]) -> bool {
        cells.iter().fold(0, |sum, cell| sum | cell) == 0
    }

    fn rewind(&mut self) {
        self.right.copy(&self.node);
        self.left.classes.fill(0.0);
        (self.left.count, self.left.weight, self.left.parts) = (0.0, 0.0, 0.0);
    }

    fn pass(&mut self, cells: &[u32]) {
        let sides = self.left.classes.iter_mut().zip(&mut self.right.classes);
        let (mut count, mut weight, mut gained, mut lost) = (0.0, 0.0, 0.0, 0.0);
        for ((left, right), (&cell, &factor)) in sides.zip(cells.iter().zip(&self.weights)) {
            let rows = f64::from(cell);
            let moved = rows * factor;
            gained += P::part(*left + moved) - P::part(*left);
            lost += P::part(*right) - P::part(*right - moved);
            *left += moved;
            *right -= moved;
            count += rows;
            weight += moved;
        }
        self.left.count += count;
        self.left.weight += weight;
        self.left.parts += gained;
        self.right.count -= count;
        self.right.weight -= weight;
        self.right.parts -= lost;
    }

    fn sizes(&self) -> [(f64, f64); 2] {
        [(self.left.count, self.left.weight), (self.right.count, self.right.weight)]
    }

    fn gain(&self) -> f64 {
        P::whole(self.left.parts, self.left.weight) + P::whole(self.right.parts, self.right.weight) - self.whole
    }
}

/// Judges splits of classes.
#[derive(Clone)]
pub(super) struct ClassJudge<P> {
    sides: Sides<P>,
    tally: Tally<u32>,
}

impl<P: Purity> ClassJudge<P> {
    /// A judge of classes with these weights, for columns of at most `bins` bins.
    pub(super) fn new(weights: Vec<f64>, bins: usize) -> Self {
        let tally = Tally::new(bins, weights.len());
        let side = Side { classes: vec![0.0; weights.len()], ..Side::default() };
        let purity = std::marker::PhantomData;
        Self {
            sides: Sides { purity, weights, node: side.clone(), left: side.clone(), right: side, whole: 0.0 },
            tally,
        }
    }
}

impl<C: Code, P: Purity> Judge<C> for ClassJudge<P> {
    type Sample = ClassSample;

    fn open(&mut self, samples: &[ClassSample]) -> Facts {
        let Sides { node, weights, whole, .. } = &mut self.sides;
        node.classes.fill(0.0);
        for sample in samples {
            node.classes[usize::from(sample.class)] += f64::from(sample.times);
        }
        node.count = node.classes.iter().sum();
        let present = node.classes.iter().filter(|&&count| count > 0.0).count();
        node.classes.iter_mut().zip(weights.iter()).for_each(|(count, weight)| *count *= weight);
        node.weight = node.classes.iter().sum();
        node.parts = node.classes.iter().map(|&weight| P::part(weight)).sum();
        *whole = P::whole(node.parts, node.weight);
        Facts { count: node.count, weight: node.weight, pure: present < 2 }
    }

    fn look(&mut self, column: &Column<C>, samples: &[ClassSample], rules: &Rules) -> Look {
        self.tally.look(&mut self.sides, column, samples, rules)
    }
}
