//! Sums over the rows where two columns have a value, and what they make: covariance and Pearson's correlation.

use rayon::prelude::*;
use skydash_numeric::products::plain;
use skydash_numeric::vector::{dot, sum};

/// Sums of the deviations of two columns from shifts near their middles, over the rows where both have a value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Shared {
    pub count: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Shared {
    /// Covariance with these degrees of freedom taken off the count; NaN where no row is left.
    pub fn covariance(&self, freedom: f64) -> f64 {
        let left = self.count - freedom;
        if left > 0.0 { self.products() / left } else { f64::NAN }
    }

    /// Pearson's correlation; NaN where one of the columns has only equal values.
    pub fn correlation(&self) -> f64 {
        let (x, y) = (self.xx - self.x * self.x / self.count, self.yy - self.y * self.y / self.count);
        // What is no more than rounding is no variance.
        if self.count < 2.0 || x <= self.xx * 1e-14 || y <= self.yy * 1e-14 {
            return f64::NAN;
        }
        let scale = (x * y).sqrt();
        // Of very large and very small numbers, the product has no room.
        let scale = if scale.is_normal() { scale } else { x.sqrt() * y.sqrt() };
        (self.products() / scale).clamp(-1.0, 1.0)
    }

    fn products(&self) -> f64 {
        self.xy - self.x * self.y / self.count
    }
}

/// A column, less a shift near its middle, and what is known of it as a whole.
#[derive(Debug)]
pub(crate) struct Known {
    /// Deviations from the shift; 0 where a value is missing.
    deviations: Vec<f64>,
    /// The rows without a value, and for each row whether it is one of them; both empty where all have one.
    gone: Vec<u32>,
    is_gone: Vec<bool>,
    sum: f64,
    squares: f64,
}

impl Known {
    /// Looks at a column. A missing value is NaN.
    pub fn of(mut values: Vec<f64>) -> Self {
        let gone: Vec<u32> = (0..values.len() as u32).filter(|&row| values[row as usize].is_nan()).collect();
        let mut is_gone = Vec::new();
        if !gone.is_empty() {
            is_gone.resize(values.len(), false);
            gone.iter().for_each(|&row| is_gone[row as usize] = true);
        }
        let shift = shift(&values);
        for value in &mut values {
            *value = if value.is_nan() { 0.0 } else { *value - shift };
        }
        Self { sum: sum(&values), squares: dot(&values, &values), gone, is_gone, deviations: values }
    }

    /// The count, sum and sum of squares over the rows where another column has a value.
    fn beside(&self, other: &Self) -> (usize, f64, f64) {
        let (mut both_gone, mut sum, mut squares) = (0, 0.0, 0.0);
        for &row in &other.gone {
            let deviation = self.deviations[row as usize];
            sum += deviation;
            squares += deviation * deviation;
            both_gone += usize::from(self.is_gone.get(row as usize) == Some(&true));
        }
        let left = self.deviations.len() + both_gone - self.gone.len() - other.gone.len();
        (left, self.sum - sum, self.squares - squares)
    }
}

/// Values that a shift is chosen from.
const SOME: usize = 255;

/// The middle one of some of the values that are there: near the mean, unless that is far from most values. Deviations of
/// equal values are exactly 0.
fn shift(values: &[f64]) -> f64 {
    let step = values.len().div_ceil(SOME).max(1);
    let mut some: Vec<f64> = values.iter().step_by(step).copied().filter(|value| value.is_finite()).collect();
    if some.is_empty() {
        some = values.iter().copied().find(|value| value.is_finite()).into_iter().collect();
    }
    some.sort_unstable_by(f64::total_cmp);
    some.get(some.len() / 2).copied().unwrap_or(0.0)
}

/// The shared sums of every pair of columns: a symmetric matrix, row after row.
pub(crate) fn shared(columns: &[&Known]) -> Vec<Shared> {
    let size = columns.len();
    let deviations: Vec<&[f64]> = columns.iter().map(|column| column.deviations.as_slice()).collect();
    let products = plain(&deviations);
    let pairs: Vec<(usize, usize)> = (0..size).flat_map(|i| (0..=i).map(move |j| (i, j))).collect();
    // A column with itself: the very sum that its squares are compared with.
    let product = |i: usize, j: usize| if i == j { columns[i].squares } else { products[i * size + j] };
    let found: Vec<Shared> = pairs.par_iter().map(|&(i, j)| pair(columns[i], columns[j], product(i, j))).collect();
    let mut matrix = vec![Shared::default(); size * size];
    for (&(i, j), pair) in pairs.iter().zip(found) {
        matrix[i * size + j] = pair;
        matrix[j * size + i] = Shared { x: pair.y, y: pair.x, xx: pair.yy, yy: pair.xx, ..pair };
    }
    matrix
}

/// Squares that are less than this share of those of the whole column are added up anew.
const TRUSTED: f64 = 1e-4;

/// The shared sums of two columns, of which the sum of products is known: what belongs to rows without one of the values is
/// taken off what is known of all.
fn pair(a: &Known, b: &Known, xy: f64) -> Shared {
    let (count, x, xx) = a.beside(b);
    let (_, y, yy) = b.beside(a);
    if xx >= TRUSTED * a.squares && yy >= TRUSTED * b.squares {
        return Shared { count: count as f64, x, y, xx, yy, xy };
    }
    let mut sums = Shared { count: count as f64, xy, ..Shared::default() };
    for (row, (x, y)) in a.deviations.iter().zip(&b.deviations).enumerate() {
        if a.is_gone.get(row) != Some(&true) && b.is_gone.get(row) != Some(&true) {
            sums.x += x;
            sums.y += y;
            sums.xx += x * x;
            sums.yy += y * y;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plainly(a: &[f64], b: &[f64]) -> (f64, f64) {
        let rows: Vec<(f64, f64)> =
            a.iter().copied().zip(b.iter().copied()).filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect();
        let count = rows.len() as f64;
        let (mx, my) =
            (rows.iter().map(|row| row.0).sum::<f64>() / count, rows.iter().map(|row| row.1).sum::<f64>() / count);
        let sum = |term: fn(f64, f64) -> f64| rows.iter().map(|(x, y)| term(x - mx, y - my)).sum::<f64>();
        let (xx, yy, xy) = (sum(|x, _| x * x), sum(|_, y| y * y), sum(|x, y| x * y));
        (xy / (xx * yy).sqrt(), xy / (count - 1.0))
    }

    #[test]
    fn pairs_are_compared_over_the_rows_where_both_have_a_value() {
        let wave = |step: f64, gap: u32| {
            (0..1003)
                .map(|n| if n % gap == 1 { f64::NAN } else { (f64::from(n) * step).sin() + 1e6 })
                .collect::<Vec<f64>>()
        };
        for gap in [u32::MAX, 7, 2] {
            let (a, b) = (wave(0.37, 5), wave(0.41, gap));
            let found = shared(&[&Known::of(a.clone()), &Known::of(b.clone())])[1];
            let (correlation, covariance) = plainly(&a, &b);
            assert!((found.correlation() - correlation).abs() < 1e-9, "{gap}");
            assert!((found.covariance(1.0) - covariance).abs() < 1e-9, "{gap}");
        }
        let whole = Known::of(wave(0.37, u32::MAX));
        assert_eq!(shared(&[&whole])[0].correlation(), 1.0);
    }

    #[test]
    fn outliers_beside_missing_values_spoil_nothing() {
        let mut a: Vec<f64> = (0..200).map(|n| f64::from(n % 13)).collect();
        let mut b: Vec<f64> = (0..200).map(|n| f64::from(n % 13) + f64::from(n % 5)).collect();
        (a[50], b[50]) = (1e15, f64::NAN);
        let found = shared(&[&Known::of(a.clone()), &Known::of(b.clone())])[1];
        assert!((found.correlation() - plainly(&a, &b).0).abs() < 1e-9, "{}", found.correlation());
    }

    #[test]
    fn constant_and_lonely_columns_have_no_correlation() {
        let (a, b) = (Known::of(vec![1.0, 2.0, 3.0]), Known::of(vec![0.1, 0.1, 0.1]));
        assert!(shared(&[&a, &b])[1].correlation().is_nan());
        let lonely = Known::of(vec![1.0, f64::NAN, f64::NAN]);
        assert!(shared(&[&a, &lonely])[1].correlation().is_nan());
        assert!(shared(&[&lonely])[0].covariance(1.0).is_nan());
        let missing = Known::of(vec![f64::NAN; 3]);
        assert_eq!(shared(&[&a, &missing])[1].count, 0.0);
    }
}
