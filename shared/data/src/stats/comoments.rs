//! Sums of products of pairs of columns, for correlations over the rows where both have a value.

use crate::cell::View;
use crate::stats::moments::present;
use rayon::prelude::*;

/// Rows looked at together, so that the columns of a block stay in the processor's cache.
const BLOCK: usize = 1024;

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

/// A column's numbers within a row group, shifted; missing ones are 0 and marked by a 0 in `present`.
struct Shifted {
    values: Vec<f64>,
    squares: Vec<f64>,
    present: Option<Vec<f64>>,
    sum: f64,
    sum_of_squares: f64,
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
        let columns: Vec<Shifted> =
            views.par_iter().zip(&self.shifts).map(|(view, shift)| Shifted::new(view, shift.unwrap_or(0.0))).collect();
        let rows = columns.first().map_or(0, |column| column.values.len());
        let width = columns.len();
        let tasks: Vec<(usize, usize)> = (0..width).flat_map(|j| (0..j).map(move |i| (i, j))).collect();
        let step = tasks.len().div_ceil(rayon::current_num_threads() * 2).max(1);
        self.pairs.par_chunks_mut(step).zip(tasks.par_chunks(step)).for_each(|(pairs, tasks)| {
            for start in (0..rows).step_by(BLOCK) {
                let block = start..(start + BLOCK).min(rows);
                for (pair, &(i, j)) in pairs.iter_mut().zip(tasks) {
                    pair.xy += dot(&columns[i].values[block.clone()], &columns[j].values[block.clone()]);
                }
            }
            for (pair, &(i, j)) in pairs.iter_mut().zip(tasks) {
                pair.add_sums(&columns[i], &columns[j]);
            }
        });
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
    /// Adds everything but the products.
    #[expect(clippy::cast_precision_loss, reason = "a row group has far fewer rows than 2^52")]
    fn add_sums(&mut self, a: &Shifted, b: &Shifted) {
        let (x, y) = (&a.present, &b.present);
        self.count += match (x, y) {
            (None, None) => a.values.len() as f64,
            (Some(one), None) | (None, Some(one)) => sum(one),
            (Some(x), Some(y)) => dot(x, y),
        };
        self.x += y.as_ref().map_or(a.sum, |y| dot(&a.values, y));
        self.y += x.as_ref().map_or(b.sum, |x| dot(&b.values, x));
        self.xx += y.as_ref().map_or(a.sum_of_squares, |y| dot(&a.squares, y));
        self.yy += x.as_ref().map_or(b.sum_of_squares, |x| dot(&b.squares, x));
    }
}

impl Shifted {
    fn new(view: &View<'_>, shift: f64) -> Self {
        let mut missing = false;
        let mut values = present(view);
        if values.len() == view.len() {
            values.iter_mut().for_each(|value| *value -= shift);
        } else {
            missing = true;
            values =
                (0..view.len()).map(|row| view.get(row).number().map_or(f64::NAN, |number| number - shift)).collect();
        }
        let present = missing.then(|| values.iter().map(|value| if value.is_nan() { 0.0 } else { 1.0 }).collect());
        if missing {
            values.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0);
        }
        let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
        Self { sum: sum(&values), sum_of_squares: sum(&squares), values, squares, present }
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
