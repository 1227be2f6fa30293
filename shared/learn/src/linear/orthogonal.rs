//! Least squares by Householder reflections: tall tables in blocks, and minimum-norm solutions where columns depend
//! on each other (Golub and Van Loan, Matrix Computations, 5.2 to 5.5).

use super::dense::Dense;
use super::view::View;
use crate::blocks;
use crate::vector;

/// The triangle `R` of the columns' QR decomposition, at most as many rows as columns.
pub(super) fn triangle(view: &View) -> Dense {
    let width = view.width();
    let block = (8 * width).max(blocks::BLOCK);
    let strips = blocks::map_strips(view.rows(), |rows| {
        let mut reduced: Option<Dense> = None;
        for part in blocks::split(rows, block) {
            let part = view.block(part);
            reduced = Some(reduce(match reduced {
                Some(above) => above.above(&part),
                None => part,
            }));
        }
        reduced.unwrap_or_else(|| Dense::zeros(0, width))
    });
    reduce(strips.into_iter().fold(Dense::zeros(0, width), |all, strip| all.above(&strip)))
}

/// The triangle of one matrix.
pub(super) fn reduce(mut a: Dense) -> Dense {
    let steps = a.rows.min(a.columns);
    for k in 0..steps {
        reflect(&mut a, k, k);
    }
    let mut triangle = Dense::zeros(steps, a.columns);
    for j in 0..a.columns {
        let kept = steps.min(j + 1);
        triangle.column_mut(j)[..kept].copy_from_slice(&a.column(j)[..kept]);
    }
    triangle
}

/// Makes column `column` zero below row `row` by a reflection, applied to the columns after it too. The reflection's
/// vector stays in the column below the diagonal, with its first element 1 left out; gives its factor.
fn reflect(a: &mut Dense, row: usize, column: usize) -> f64 {
    let rows = a.rows;
    let (head, tail) = a.values.split_at_mut((column + 1) * rows);
    let reflector = &mut head[column * rows + row..];
    let factor = householder(reflector);
    if factor != 0.0 {
        for other in tail.chunks_exact_mut(rows) {
            apply(&reflector[1..], factor, &mut other[row..]);
        }
    }
    factor
}

/// Turns a column into a reflection: its first element becomes the new diagonal element, the rest the vector.
fn householder(column: &mut [f64]) -> f64 {
    let Some((first, rest)) = column.split_first_mut() else { return 0.0 };
    let below = vector::dot(rest, rest);
    if below == 0.0 {
        return 0.0;
    }
    let length = (*first * *first + below).sqrt();
    let pivot = if *first > 0.0 { -length } else { length };
    let factor = (pivot - *first) / pivot;
    let scale = 1.0 / (*first - pivot);
    rest.iter_mut().for_each(|value| *value *= scale);
    *first = pivot;
    factor
}

/// Applies a reflection, whose vector is 1 and then `rest`, to `values`.
fn apply(rest: &[f64], factor: f64, values: &mut [f64]) {
    let Some((first, below)) = values.split_first_mut() else { return };
    let step = factor * (*first + vector::dot(rest, below));
    *first -= step;
    vector::add_scaled(below, -step, rest);
}

/// A least squares solution, and how many columns are independent.
pub(super) struct Solution {
    pub x: Vec<f64>,
    pub rank: usize,
}

/// The shortest `x` among those that make `|a x - right|` smallest. Columns whose independent part is shorter than
/// `tolerance` times the longest count as dependent.
pub(super) fn minimum_norm(mut a: Dense, mut right: Vec<f64>, tolerance: f64) -> Solution {
    let (rank, order) = pivoted(&mut a, &mut right, tolerance);
    let mut turned = Dense::zeros(a.columns, rank);
    for i in 0..rank {
        for j in i..a.columns {
            turned.column_mut(i)[j] = a.at(i, j);
        }
    }
    let factors: Vec<f64> = (0..rank).map(|k| reflect(&mut turned, k, k)).collect();
    let mut x = vec![0.0; a.columns];
    for i in 0..rank {
        let known = vector::dot(&turned.column(i)[..i], &x[..i]);
        x[i] = (right[i] - known) / turned.at(i, i);
    }
    for k in (0..rank).rev() {
        apply(&turned.column(k)[k + 1..], factors[k], &mut x[k..]);
    }
    let mut placed = vec![0.0; a.columns];
    for (&column, &value) in order.iter().zip(&x) {
        placed[column] = value;
    }
    Solution { x: placed, rank }
}

/// QR with the longest remaining column first, applied to `right` too. Gives the rank and the order of columns.
fn pivoted(a: &mut Dense, right: &mut [f64], tolerance: f64) -> (usize, Vec<usize>) {
    let mut order: Vec<usize> = (0..a.columns).collect();
    let mut longest = 0.0;
    for k in 0..a.rows.min(a.columns) {
        let length = |j: usize| vector::dot(&a.column(j)[k..], &a.column(j)[k..]).sqrt();
        let lengths: Vec<f64> = (k..a.columns).map(length).collect();
        let best = (0..lengths.len()).fold(0, |best, j| if lengths[j] > lengths[best] { j } else { best });
        if k == 0 {
            longest = lengths[best];
        }
        if lengths[best].is_nan() || lengths[best] <= tolerance * longest {
            return (k, order);
        }
        swap_columns(a, k, k + best);
        order.swap(k, k + best);
        let factor = reflect(a, k, k);
        apply(&a.column(k)[k + 1..], factor, &mut right[k..]);
    }
    (a.rows.min(a.columns), order)
}

fn swap_columns(a: &mut Dense, first: usize, second: usize) {
    if first < second {
        let (head, tail) = a.values.split_at_mut(second * a.rows);
        head[first * a.rows..(first + 1) * a.rows].swap_with_slice(&mut tail[..a.rows]);
    }
}
