//! Splits by impurity: the trees of decision trees and forests.

use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::bins::{Binned, Code, Column};
use super::draw::shuffle_front;
use super::grow::{Open, Sample, Split, Splitter, divide, goes_left, threshold};

/// Nodes with at least this many values share the search among threads, where the tree may.
const PARALLEL_VALUES: usize = 100_000;

/// What a split must respect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) min_split: f64,
    pub(super) min_leaf: f64,
    pub(super) min_leaf_weight: f64,
    pub(super) min_gain: f64,
}

impl Rules {
    /// Whether a side of this many rows and this weight may exist.
    pub(super) fn allow(&self, count: f64, weight: f64) -> bool {
        count >= self.min_leaf && weight >= self.min_leaf_weight
    }
}

/// A node as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) count: f64,
    pub(super) weight: f64,
    /// Whether all targets are the same.
    pub(super) pure: bool,
}

/// The best place to divide a node by one column: after bin `left`, the next bin in use being `right`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) gain: f64,
    pub(super) left: usize,
    pub(super) right: Option<usize>,
    pub(super) missing_left: bool,
    pub(super) left_heavier: bool,
}

/// What a look at one column found.
pub(super) enum Look {
    /// All rows of the node have the same value.
    Constant,
    /// The best cut that the rules allow, if any.
    Cut(Option<Cut>),
}

/// Judges splits of one kind of target.
pub(super) trait Judge<C>: Clone + Send + Sync {
    /// A row with its target.
    type Sample: Sample;

    /// Prepares for the node of these rows.
    fn open(&mut self, samples: &[Self::Sample]) -> Facts;

    /// Looks for the best cut of the opened node by one column.
    fn look(&mut self, column: &Column<C>, samples: &[Self::Sample], rules: &Rules) -> Look;
}

/// Looks for the splits of one tree.
pub(super) struct Impurity<'a, C, J> {
    binned: &'a Binned<C>,
    judge: J,
    rules: Rules,
    /// All columns; the first ones are those drawn last.
    columns: Vec<usize>,
    drawn: usize,
    rng: ChaCha8Rng,
    parallel: bool,
}

impl<'a, C: Code, J: Judge<C>> Impurity<'a, C, J> {
    /// A search among `drawn` columns a node; with `parallel`, large nodes use all threads.
    pub(super) fn new(
        binned: &'a Binned<C>,
        judge: J,
        rules: Rules,
        drawn: usize,
        rng: ChaCha8Rng,
        parallel: bool,
    ) -> Self {
        let columns = (0..binned.columns.len()).collect();
        Self { binned, judge, rules, columns, drawn, rng, parallel }
    }

    fn search(&mut self, samples: &[J::Sample]) -> Option<Open<()>> {
        let facts = self.judge.open(samples);
        let too_small = facts.count < self.rules.min_split
            || facts.count < 2.0 * self.rules.min_leaf
            || facts.weight < 2.0 * self.rules.min_leaf_weight;
        if facts.pure || too_small {
            return None;
        }
        let all = self.drawn == self.columns.len();
        let best = if all && self.parallel && samples.len() * self.drawn >= PARALLEL_VALUES {
            self.among_all(samples)
        } else {
            self.among_drawn(samples)
        };
        let (column, cut) = best?;
        // A loss of precision must not look like a loss of purity.
        (cut.gain.max(0.0) + f64::EPSILON * facts.weight >= self.rules.min_gain)
            .then(|| Open { split: self.split(column, cut), memory: () })
    }

    /// Looks at all columns at once; their random order decides among equally good ones.
    fn among_all(&mut self, samples: &[J::Sample]) -> Option<(usize, Cut)> {
        shuffle_front(&mut self.columns, self.drawn, &mut self.rng);
        let size = self.columns.len().div_ceil(rayon::current_num_threads());
        let (all, rules) = (&self.binned.columns, &self.rules);
        let looks = self.columns.par_chunks(size).flat_map_iter(|columns| {
            let mut judge = self.judge.clone();
            columns.iter().map(move |&index| (index, judge.look(&all[index], samples, rules)))
        });
        let looks: Vec<(usize, Look)> = looks.collect();
        let mut best = None;
        for (index, look) in looks {
            if let Look::Cut(Some(cut)) = look {
                keep_better(&mut best, (index, cut));
            }
        }
        best
    }

    /// Looks at the columns drawn, and goes on drawing while all of them are constant here.
    fn among_drawn(&mut self, samples: &[J::Sample]) -> Option<(usize, Cut)> {
        let mut best = None;
        let mut varied = false;
        for visited in 0..self.columns.len() {
            if visited >= self.drawn && varied {
                break;
            }
            shuffle_front(&mut self.columns[visited..], 1, &mut self.rng);
            let index = self.columns[visited];
            if let Look::Cut(cut) = self.judge.look(&self.binned.columns[index], samples, &self.rules) {
                varied = true;
                if let Some(cut) = cut {
                    keep_better(&mut best, (index, cut));
                }
            }
        }
        best
    }

    fn split(&self, index: usize, cut: Cut) -> Split {
        let column = &self.binned.columns[index];
        let threshold = threshold(column, cut.left, cut.right);
        let missing_left = if column.has_missing { cut.missing_left } else { cut.left_heavier };
        Split { gain: cut.gain, column: index, bin: cut.left, threshold, missing_left }
    }
}

fn keep_better(best: &mut Option<(usize, Cut)>, found: (usize, Cut)) {
    if best.is_none_or(|(_, cut)| found.1.gain > cut.gain) {
        *best = Some(found);
    }
}

impl<C: Code, J: Judge<C>> Splitter for Impurity<'_, C, J> {
    type Sample = J::Sample;
    type Memory = ();

    fn root(&mut self, samples: &[J::Sample]) -> Option<Open<()>> {
        self.search(samples)
    }

    fn children(&mut self, (): (), sides: [&[J::Sample]; 2]) -> [Option<Open<()>>; 2] {
        sides.map(|samples| self.search(samples))
    }

    fn divide(&self, split: &Split, samples: &mut [J::Sample], spare: &mut [J::Sample]) -> usize {
        let codes = &self.binned.columns[split.column].codes;
        divide(samples, spare, |sample| goes_left(codes[sample.row()], split))
    }
}
