//! A trained support vector classifier.

use serde::{Deserialize, Serialize};

use super::kernel::{Kernel, Points};
use super::pair::Pair;
use super::platt::{self, Sigmoid};
use crate::blocks;
use crate::estimator::Classifier;
use crate::inputs;
use crate::matrix::Matrix;

/// Probabilities of pairs are kept this far from 0 and 1.
const LEAST: f64 = 1e-7;

/// The support vectors, and for each pair of classes their weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SvmModel {
    classes: usize,
    present: Vec<u32>,
    kernel: Kernel,
    /// Number of support vectors.
    vectors: usize,
    /// The support vectors, column after column.
    columns: Vec<Vec<f64>>,
    machines: Vec<Stored>,
}

/// One pair of classes; pairs are in the order (0, 1), (0, 2), ..., (1, 2), ...
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stored {
    weights: Vec<(u32, f64)>,
    offset: f64,
    sigmoid: Sigmoid,
}

impl SvmModel {
    /// Keeps the rows of `x` that have a weight in some pair.
    pub(super) fn new(classes: usize, present: Vec<u32>, kernel: Kernel, x: &Matrix, pairs: Vec<Pair>) -> Self {
        let mut places = vec![None; x.rows()];
        let supports = |pair: &Pair| {
            let weights = pair.rows.iter().copied().zip(pair.machine.weights.iter().copied());
            weights.filter(|&(_, weight)| weight != 0.0).collect::<Vec<(usize, f64)>>()
        };
        pairs.iter().flat_map(&supports).for_each(|(row, _)| places[row] = Some(0_u32));
        let rows: Vec<usize> = (0..x.rows()).filter(|&row| places[row].is_some()).collect();
        rows.iter().enumerate().for_each(|(place, &row)| places[row] = Some(place as u32));
        let stored = |pair: &Pair| Stored {
            weights: supports(pair).into_iter().filter_map(|(row, weight)| Some((places[row]?, weight))).collect(),
            offset: pair.machine.offset,
            sigmoid: pair.sigmoid,
        };
        let machines = pairs.iter().map(stored).collect();
        let columns = (0..x.columns()).map(|j| rows.iter().map(|&row| x.column(j)[row]).collect()).collect();
        Self { classes, present, kernel, vectors: rows.len(), columns, machines }
    }

    /// Number of support vectors.
    #[must_use]
    pub fn vectors(&self) -> usize {
        self.vectors
    }

    /// The decision of every pair for every row, row after row: above 0 for the pair's first class.
    #[must_use]
    pub fn decisions(&self, x: &Matrix) -> Vec<f64> {
        let points = Points::new(self.vectors, self.columns.clone());
        let width = self.machines.len();
        blocks::fill_rows(x.rows(), width, blocks::SMALL_BLOCK, |rows, out| {
            let mut kernels = vec![0.0; self.vectors];
            let mut row = vec![0.0; self.columns.len()];
            for (index, out) in rows.zip(out.chunks_exact_mut(width)) {
                row.iter_mut().enumerate().take(x.columns()).for_each(|(j, cell)| *cell = x.column(j)[index]);
                points.meet(self.kernel, &row, 0, &mut kernels);
                for (decision, machine) in out.iter_mut().zip(&self.machines) {
                    let weighted = machine.weights.iter().map(|&(at, weight)| weight * kernels[at as usize]);
                    *decision = weighted.sum::<f64>() - machine.offset;
                }
            }
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let count = self.present.len();
        (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
    }

    fn coupled(&self, decisions: &[f64]) -> Vec<f64> {
        let count = self.present.len();
        let mut table = vec![0.0; count * count];
        for (((a, b), machine), &decision) in self.pairs().zip(&self.machines).zip(decisions) {
            let likely = machine.sigmoid.probability(decision);
            let likely = if likely.is_nan() { 0.5 } else { likely.clamp(LEAST, 1.0 - LEAST) };
            table[a * count + b] = likely;
            table[b * count + a] = 1.0 - likely;
        }
        if count == 2 { vec![table[1], table[2]] } else { platt::couple(&table, count) }
    }
}

impl Classifier for SvmModel {
    fn classes(&self) -> usize {
        self.classes
    }

    /// Probabilities fitted to held-out decisions. Where two classes are nearly as likely, the likelier one need not be
    /// the one that [`SvmModel::classify`] gives, as in libsvm.
    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        let decisions = self.decisions(x);
        let narrow = decisions.chunks_exact(self.machines.len()).flat_map(|row| self.coupled(row)).collect();
        inputs::spread(narrow, &self.present, self.classes)
    }

    /// The class that wins most pairs, the first one on ties.
    fn classify(&self, x: &Matrix) -> Vec<u32> {
        let vote = |row: &[f64]| {
            let mut votes = vec![0_u32; self.present.len()];
            for ((a, b), &decision) in self.pairs().zip(row) {
                votes[if decision > 0.0 { a } else { b }] += 1;
            }
            let winner = (1..votes.len()).fold(0, |best, k| if votes[k] > votes[best] { k } else { best });
            self.present[winner]
        };
        self.decisions(x).chunks_exact(self.machines.len()).map(vote).collect()
    }

    fn is_sound(&self, columns: usize) -> bool {
        let count = self.present.len();
        inputs::are_classes(&self.present, self.classes, 2)
            && self.machines.len() == count * (count - 1) / 2
            && self.columns.len() == columns
            && self.columns.iter().all(|column| column.len() == self.vectors)
            && self.machines.iter().flat_map(|machine| &machine.weights).all(|&(at, _)| (at as usize) < self.vectors)
    }
}
