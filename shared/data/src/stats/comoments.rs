//! Sums of products of pairs of columns, for correlations over the rows where both have a value.

use crate::cell::View;
use crate::stats::moments::present;
use rayon::prelude::*;

/// Rows looked at together, so that the columns of a block stay in the processor's cache.
const BLOCK: usize = 1024;
/// Rows of a task. It is fixed, so that sums do not depend on the number of threads.
const TASK: usize = 16 * BLOCK;

/// Sums over all pairs of numeric columns. Numbers are taken relative to a shift per column, which keeps their
/// squares small.
#[derive(Debug, Default)]
pub(crate) struct Comoments {
    shifts: Vec<Option<f64>>,
    pairs: Vec<Pair>,
}

/// Sums over the rows where both columns have a value.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    count: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

/// A column's numbers within a block, shifted; missing ones are 0, and 0 in `present` where any is missing.
#[derive(Default)]
struct Shifted {
    values: Vec<f64>,
    present: Vec<f64>,
    sum: f64,
    squares: f64,
}

impl Comoments {
    /// For this many columns.
    pub(crate) fn new(columns: usize) -> Self {
        Self { shifts: vec![None; columns], pairs: vec![Pair::default(); columns * columns.saturating_sub(1) / 2] }
    }

    /// Adds a row group.
    pub(crate) fn add(&mut self, views: &[View<'_>]) {
        for (shift, view) in self.shifts.iter_mut().zip(views) {
            if shift.is_none() {
                *shift = mean(&present(view));
            }
        }
        let rows = views.first().map_or(0, View::len);
        let starts: Vec<usize> = (0..rows).step_by(TASK).collect();
        let found: Vec<Vec<Pair>> = starts
            .into_par_iter()
            .map(|start| {
                let mut pairs = vec![Pair::default(); self.pairs.len()];
                let mut block: Vec<Shifted> = views.iter().map(|_| Shifted::default()).collect();
                for start in (start..(start + TASK).min(rows)).step_by(BLOCK) {
                    for ((column, view), shift) in block.iter_mut().zip(views).zip(&self.shifts) {
                        column.fill(view, start..(start + BLOCK).min(rows), shift.unwrap_or(0.0));
                    }
                    let mut pair = pairs.iter_mut();
                    for (j, y) in block.iter().enumerate() {
                        block[..j].iter().zip(&mut pair).for_each(|(x, pair)| pair.add(x, y));
                    }
                }
                pairs
            })
            .collect();
        for pairs in found {
            self.pairs.iter_mut().zip(&pairs).for_each(|(all, more)| all.join(more));
        }
    }

    /// Pearson's correlation of two columns, where it is defined.
    pub(crate) fn correlation(&self, a: usize, b: usize) -> Option<f64> {
        let (i, j) = (a.min(b), a.max(b));
        let pair = self.pairs.get(j * j.saturating_sub(1) / 2 + i)?;
        let n = pair.count;
        let (vx, vy) = (pair.xx - pair.x * pair.x / n, pair.yy - pair.y * pair.y / n);
        let tiny = |variance: f64, squares: f64| variance <= squares * 1e-14;
        if n < 2.0 || tiny(vx, pair.xx) || tiny(vy, pair.yy) {
            return None;
        }
        let correlation = (pair.xy - pair.x * pair.y / n) / (vx.sqrt() * vy.sqrt());
        Some(correlation.clamp(-1.0, 1.0))
    }
}

impl Pair {
    /// Adds a block.
    #[expect(clippy::cast_precision_loss, reason = "a block has a thousand rows")]
    fn add(&mut self, a: &Shifted, b: &Shifted) {
        self.xy += dot(&a.values, &b.values);
        let (in_a, in_b) = (&a.present, &b.present);
        self.count += match (in_a.is_empty(), in_b.is_empty()) {
            (true, true) => a.values.len() as f64,
            (true, false) => sum(in_b),
            (false, true) => sum(in_a),
            (false, false) => dot(in_a, in_b),
        };
        (self.x, self.xx) = (self.x + a.sum_where(in_b), self.xx + a.squares_where(in_b));
        (self.y, self.yy) = (self.y + b.sum_where(in_a), self.yy + b.squares_where(in_a));
    }

    fn join(&mut self, more: &Self) {
        self.count += more.count;
        self.x += more.x;
        self.y += more.y;
        self.xx += more.xx;
        self.yy += more.yy;
        self.xy += more.xy;
    }
}

impl Shifted {
    fn fill(&mut self, view: &View<'_>, rows: std::ops::Range<usize>, shift: f64) {
        self.values.clear();
        self.present.clear();
        match view {
            View::Float(values) if let Ok(slice) = values.cont_slice() => {
                self.values.extend(slice[rows].iter().map(|number| number - shift));
            }
            _ => self.fill_checked(view, rows, shift),
        }
        self.sum = sum(&self.values);
        self.squares = dot(&self.values, &self.values);
    }

    fn fill_checked(&mut self, view: &View<'_>, rows: std::ops::Range<usize>, shift: f64) {
        let all = view.nulls() == 0;
        for row in rows {
            let number = view.get(row).number();
            self.values.push(number.map_or(0.0, |number| number - shift));
            if !all {
                self.present.push(if number.is_some() { 1.0 } else { 0.0 });
            }
        }
    }

    /// The sum where another column has values; an empty `present` means everywhere.
    fn sum_where(&self, present: &[f64]) -> f64 {
        if present.is_empty() { self.sum } else { dot(&self.values, present) }
    }

    fn squares_where(&self, present: &[f64]) -> f64 {
        if present.is_empty() {
            return self.squares;
        }
        self.values.iter().zip(present).map(|(value, present)| value * value * present).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a row group has far fewer rows than 2^52")]
fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| sum(numbers) / numbers.len() as f64)
}

fn sum(numbers: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (eights, rest) = numbers.as_chunks::<8>();
    for eight in eights {
        for (lane, number) in lanes.iter_mut().zip(eight) {
            *lane += number;
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f64>()
}
