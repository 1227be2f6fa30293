//! Numbers: absolute error around the median.

use super::bins::{Code, Column};
use super::impurity::{Cut, Facts, Judge, Look, Rules};
use super::moments::{NumberSample, same};

/// Judges splits of numbers around their medians, in `n log n` steps a column.
#[derive(Clone, Default)]
pub(super) struct MedianJudge {
    /// The node's targets, smallest first.
    targets: Vec<f64>,
    /// The place among them of each row of the node.
    ranks: Vec<usize>,
    node: Fenwick,
    left: Fenwick,
    error: f64,
    order: Vec<(usize, usize)>,
}

/// Prefix sums of weights and weighted targets that can be added to (Fenwick, 1994).
#[derive(Clone, Default)]
struct Fenwick {
    sums: Vec<(f64, f64)>,
    total: (f64, f64),
}

impl Fenwick {
    fn reset(&mut self, size: usize) {
        self.sums.clear();
        self.sums.resize(size + 1, (0.0, 0.0));
        self.total = (0.0, 0.0);
    }

    fn add(&mut self, rank: usize, weight: f64, target: f64) {
        let sum = weight * target;
        self.total = (self.total.0 + weight, self.total.1 + sum);
        let mut at = rank + 1;
        while let Some(cell) = self.sums.get_mut(at) {
            *cell = (cell.0 + weight, cell.1 + sum);
            at += at & at.wrapping_neg();
        }
    }
}

/// The sum of distances to the median of the numbers in `whole` that are not in `less`.
fn absolute_error(whole: &Fenwick, less: Option<&Fenwick>, targets: &[f64]) -> f64 {
    let minus = |a: (f64, f64), b: Option<(f64, f64)>| b.map_or(a, |b| (a.0 - b.0, a.1 - b.1));
    let total = minus(whole.total, less.map(|tree| tree.total));
    let size = whole.sums.len() - 1;
    let (mut at, mut below) = (0, (0.0, 0.0));
    let mut step = if size == 0 { 0 } else { 1 << size.ilog2() };
    while step > 0 {
        if at + step <= size {
            let part = minus(whole.sums[at + step], less.map(|tree| tree.sums[at + step]));
            if below.0 + part.0 < total.0 / 2.0 {
                at += step;
                below = (below.0 + part.0, below.1 + part.1);
            }
        }
        step /= 2;
    }
    let median = targets[at.min(targets.len() - 1)];
    median * below.0 - below.1 + (total.1 - below.1) - median * (total.0 - below.0)
}

impl<C: Code> Judge<C> for MedianJudge {
    type Sample = NumberSample;

    fn open(&mut self, samples: &[NumberSample]) -> Facts {
        let mut by_target: Vec<usize> = (0..samples.len()).collect();
        by_target.sort_unstable_by(|&a, &b| samples[a].target.total_cmp(&samples[b].target).then(a.cmp(&b)));
        self.targets = by_target.iter().map(|&at| samples[at].target).collect();
        self.ranks.resize(samples.len(), 0);
        self.node.reset(samples.len());
        for (rank, &at) in by_target.iter().enumerate() {
            self.ranks[at] = rank;
            self.node.add(rank, f64::from(samples[at].times), samples[at].target);
        }
        self.error = absolute_error(&self.node, None, &self.targets);
        let weight = self.node.total.0;
        Facts { count: weight, weight, pure: same(samples) }
    }

    fn look(&mut self, column: &Column<C>, samples: &[NumberSample], rules: &Rules) -> Look {
        let missing = column.bins();
        let bins = samples.iter().map(|sample| column.codes[sample.row as usize].index().min(missing));
        self.order.clear();
        self.order.extend(bins.enumerate().map(|(at, bin)| (bin, at)));
        self.order.sort_unstable();
        let (Some(first), Some(last)) = (self.order.first(), self.order.last()) else { return Look::Constant };
        if first.0 == last.0 {
            return Look::Constant;
        }
        let values = self.order.partition_point(|&(bin, _)| bin < missing);
        let mut best = None;
        self.walk(samples, rules, values, false, &mut best);
        if values < self.order.len() {
            self.walk(samples, rules, values, true, &mut best);
        }
        Look::Cut(best)
    }
}

impl MedianJudge {
    fn walk(
        &mut self,
        samples: &[NumberSample],
        rules: &Rules,
        values: usize,
        missing_left: bool,
        best: &mut Option<Cut>,
    ) {
        self.left.reset(samples.len());
        let pass = |left: &mut Fenwick, at: usize| {
            left.add(self.ranks[at], f64::from(samples[at].times), samples[at].target);
        };
        if missing_left {
            self.order[values..].iter().for_each(|&(_, at)| pass(&mut self.left, at));
        }
        for (place, &(bin, at)) in self.order[..values].iter().enumerate() {
            pass(&mut self.left, at);
            let right = self.order[..values].get(place + 1).map(|next| next.0);
            let rest = self.node.total.0 - self.left.total.0;
            let weight = self.left.total.0;
            if right == Some(bin) || rest <= 0.0 || !rules.allow(weight, weight) || !rules.allow(rest, rest) {
                continue;
            }
            let error = absolute_error(&self.left, None, &self.targets)
                + absolute_error(&self.node, Some(&self.left), &self.targets);
            let gain = self.error - error;
            if best.is_none_or(|best| gain > best.gain) {
                *best = Some(Cut { gain, left: bin, right, missing_left, left_heavier: weight > rest });
            }
        }
    }
}
