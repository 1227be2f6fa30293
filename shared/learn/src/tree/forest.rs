//! Trained trees and forests.

use serde::{Deserialize, Serialize};

use super::node::{Node, Rows, by_blocks};
use crate::estimator::{Classifier, Regressor, argmax_rows};
use crate::matrix::Matrix;

/// Trees that vote on a class: the mean of their leaves' shares of each class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForestClassifier {
    pub(super) classes: u32,
    pub(super) trees: Vec<ClassTree>,
}

/// One tree. Its first answers are those of the leaves with a single class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ClassTree {
    pub(super) nodes: Vec<Node>,
    pub(super) mixed: Shares,
}

/// Shares of classes, written one leaf after the other without the classes that are not in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shares {
    ends: Vec<u32>,
    shares: Vec<(u16, f32)>,
}

impl Shares {
    /// Adds the shares of a leaf from its classes' weights.
    pub(super) fn push(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let present = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        self.shares.extend(present.map(|(class, weight)| (class as u16, (weight / total) as f32)));
        self.ends.push(self.shares.len() as u32);
        self.ends.len() - 1
    }

    /// Number of shares kept.
    pub(super) fn len(&self) -> usize {
        self.shares.len()
    }

    fn of(&self, leaf: usize) -> &[(u16, f32)] {
        let end = |leaf: usize| self.ends.get(leaf).map_or(0, |end| *end as usize);
        let start = leaf.checked_sub(1).map_or(0, end);
        self.shares.get(start..end(leaf)).unwrap_or_default()
    }
}

impl ClassTree {
    fn vote(&self, answer: usize, votes: &mut [f64]) {
        if let Some(vote) = votes.get_mut(answer) {
            *vote += 1.0;
            return;
        }
        for &(class, share) in self.mixed.of(answer - votes.len()) {
            if let Some(vote) = votes.get_mut(usize::from(class)) {
                *vote += f64::from(share);
            }
        }
    }
}

impl ForestClassifier {
    /// Adds up the trees' votes, row after row.
    fn vote(&self, rows: &Rows<'_>, votes: &mut [f64]) {
        let classes = self.classes as usize;
        for tree in &self.trees {
            rows.walk(&tree.nodes, |row, answer| tree.vote(answer, &mut votes[row * classes..(row + 1) * classes]));
        }
    }
}

impl Classifier for ForestClassifier {
    fn classes(&self) -> usize {
        self.classes as usize
    }

    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        let classes = self.classes();
        by_blocks(x, classes, |rows, out| {
            self.vote(rows, out);
            for votes in out.chunks_exact_mut(classes) {
                let total: f64 = votes.iter().sum();
                votes.iter_mut().for_each(|vote| *vote /= total);
            }
        })
    }

    fn classify(&self, x: &Matrix) -> Vec<u32> {
        let classes = self.classes();
        by_blocks(x, 1, |rows, out| {
            let mut votes = vec![0.0; out.len() * classes];
            self.vote(rows, &mut votes);
            out.copy_from_slice(&argmax_rows(&votes, classes));
        })
    }
}

/// Trees whose mean is the prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForestRegressor {
    pub(super) trees: Vec<NumberTree>,
}

/// One tree with a number for every leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct NumberTree {
    pub(super) nodes: Vec<Node>,
    pub(super) answers: Vec<f64>,
}

impl NumberTree {
    /// Adds each row's answer to every `step`-th of the sums, from `first` on.
    pub(super) fn add_up(&self, rows: &Rows<'_>, sums: &mut [f64], first: usize, step: usize) {
        rows.walk(&self.nodes, |row, answer| {
            sums[first + row * step] += self.answers.get(answer).copied().unwrap_or_default();
        });
    }
}

impl Regressor for ForestRegressor {
    fn predict(&self, x: &Matrix) -> Vec<f64> {
        let count = self.trees.len() as f64;
        by_blocks(x, 1, |rows, out| {
            for tree in &self.trees {
                tree.add_up(rows, out, 0, 1);
            }
            out.iter_mut().for_each(|sum| *sum /= count);
        })
    }
}
