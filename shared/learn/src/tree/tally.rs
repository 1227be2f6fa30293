//! Histograms of one column in one node, and the walk over their bins.

use super::bins::{Code, Column};
use super::grow::Sample;
use super::impurity::{Cut, Look, Rules};

/// Nodes with fewer rows than this share of the bins note which bins they use instead of visiting all.
const SPARSE_SHARE: usize = 2;

/// What a bin of a histogram sums up, and how the two sides of a cut are scored.
pub(super) trait Score {
    /// A row with its target.
    type Sample: Sample;
    /// One number of a bin.
    type Cell: Copy + Default;

    /// Cells a bin.
    fn width(&self) -> usize;
    /// The cell of its bin that a row adds to.
    fn place(&self, sample: Self::Sample) -> usize;
    /// Adds a row to its cell.
    fn add(cell: &mut Self::Cell, sample: Self::Sample);
    /// Whether a bin holds no row.
    fn is_empty(cells: &[Self::Cell]) -> bool;

    /// Puts the whole node on the right side.
    fn rewind(&mut self);
    /// Moves a bin from the right side to the left one.
    fn pass(&mut self, cells: &[Self::Cell]);
    /// Rows and weight on the left and on the right.
    fn sizes(&self) -> [(f64, f64); 2];
    /// The gain of dividing the node like this; not a number where it must not be.
    fn gain(&self) -> f64;
}

/// A reusable histogram.
#[derive(Clone)]
pub(super) struct Tally<T> {
    cells: Vec<T>,
    used: Vec<u64>,
    bins: Vec<usize>,
}

impl<T: Copy + Default> Tally<T> {
    /// Room for `bins` bins and the missing one, of `width` cells each.
    pub(super) fn new(bins: usize, width: usize) -> Self {
        let slots = bins + 1;
        Self { cells: vec![T::default(); slots * width], used: vec![0; slots.div_ceil(64)], bins: Vec::new() }
    }

    /// Sums up a column and finds its best cut.
    pub(super) fn look<C: Code, S: Score<Cell = T>>(
        &mut self,
        score: &mut S,
        column: &Column<C>,
        samples: &[S::Sample],
        rules: &Rules,
    ) -> Look {
        let missing = column.bins();
        self.bins.clear();
        if samples.len() < column.bins() / SPARSE_SHARE {
            self.fill_sparsely(score, column, samples);
        } else {
            self.fill(score, column, samples);
        }
        let has_missing = self.bins.last() == Some(&missing);
        let look = if self.bins.len() < 2 { Look::Constant } else { Look::Cut(self.walk(score, rules, has_missing)) };
        self.clear(score.width());
        look
    }

    fn fill<C: Code, S: Score<Cell = T>>(&mut self, score: &S, column: &Column<C>, samples: &[S::Sample]) {
        let (width, missing) = (score.width(), column.bins());
        for &sample in samples {
            let bin = column.codes[sample.row()].index().min(missing);
            S::add(&mut self.cells[bin * width + score.place(sample)], sample);
        }
        let bins = self.cells.chunks_exact(width).take(missing + 1).enumerate();
        self.bins.extend(bins.filter(|(_, cells)| !S::is_empty(cells)).map(|(bin, _)| bin));
    }

    fn fill_sparsely<C: Code, S: Score<Cell = T>>(&mut self, score: &S, column: &Column<C>, samples: &[S::Sample]) {
        let (width, missing) = (score.width(), column.bins());
        let (mut first, mut last) = (usize::MAX, 0);
        for &sample in samples {
            let bin = column.codes[sample.row()].index().min(missing);
            S::add(&mut self.cells[bin * width + score.place(sample)], sample);
            let word = bin / 64;
            self.used[word] |= 1 << (bin % 64);
            first = first.min(word);
            last = last.max(word);
        }
        for word in first..=last {
            let mut bits = std::mem::take(&mut self.used[word]);
            while bits != 0 {
                self.bins.push(word * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    fn clear(&mut self, width: usize) {
        for &bin in &self.bins {
            self.cells[bin * width..(bin + 1) * width].fill(T::default());
        }
    }

    fn walk<S: Score<Cell = T>>(&self, score: &mut S, rules: &Rules, has_missing: bool) -> Option<Cut> {
        let width = score.width();
        let cells = |bin: usize| &self.cells[bin * width..(bin + 1) * width];
        let values = &self.bins[..self.bins.len() - usize::from(has_missing)];
        let mut best: Option<Cut> = None;
        for missing_left in [false, true].into_iter().take(1 + usize::from(has_missing)) {
            score.rewind();
            if missing_left {
                score.pass(cells(self.bins[values.len()]));
            }
            // Once every value is on the left, only missing ones can be on the right.
            let end = if has_missing && !missing_left { values.len() } else { values.len().saturating_sub(1) };
            for (at, &left) in values[..end].iter().enumerate() {
                score.pass(cells(left));
                let [a, b] = score.sizes();
                let gain = score.gain();
                if best.is_none_or(|best| gain > best.gain)
                    && rules.allow(a.0, a.1)
                    && rules.allow(b.0, b.1)
                    && !gain.is_nan()
                {
                    let right = values.get(at + 1).copied();
                    best = Some(Cut { gain, left, right, missing_left, left_heavier: a.1 > b.1 });
                }
            }
        }
        best
    }
}
