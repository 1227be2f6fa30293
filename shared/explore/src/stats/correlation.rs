//! Sums over the rows where two columns have a value, and what they make: covariance and Pearson's correlation.

use rayon::prelude::*;
use skydash_numeric::products::centred;

/// Sums of the deviations of two columns from shifts near their means, over the rows where both have a value.
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

/// A column and what is known of it as a whole.
#[derive(Debug)]
pub(crate) struct Known {
    values: Vec<f64>,
    shift: f64,
    complete: bool,
}

impl Known {
    /// Looks at a column.
    pub fn of(values: Vec<f64>) -> Self {
        let (mut sum, mut count) = (0.0, 0_usize);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for &value in &values {
            let is_there = !value.is_nan();
            sum += if is_there { value } else { 0.0 };
            count += usize::from(is_there);
            (low, high) = (low.min(value), high.max(value));
        }
        // Deviations of equal values from themselves are exactly 0.
        let shift = if low == high { low } else { sum / count.max(1) as f64 };
        Self { shift: if shift.is_finite() { shift } else { 0.0 }, complete: count == values.len(), values }
    }
}

/// The shared sums of every pair of columns: a symmetric matrix, row after row.
pub(crate) fn shared(columns: &[&Known]) -> Vec<Shared> {
    let size = columns.len();
    let complete: Vec<usize> = (0..size).filter(|&index| columns[index].complete).collect();
    let values: Vec<&[f64]> = complete.iter().map(|&index| columns[index].values.as_slice()).collect();
    let shifts: Vec<f64> = complete.iter().map(|&index| columns[index].shift).collect();
    let products = centred(&values, &shifts);
    let mut place = vec![usize::MAX; size];
    complete.iter().enumerate().for_each(|(at, &index)| place[index] = at);
    let pairs: Vec<(usize, usize)> = (0..size).flat_map(|i| (0..=i).map(move |j| (i, j))).collect();
    let found: Vec<Shared> = pairs
        .par_iter()
        .map(|&(i, j)| match (place[i], place[j]) {
            (usize::MAX, _) | (_, usize::MAX) => masked(columns[i], columns[j]),
            (a, b) => {
                let at = |a: usize, b: usize| products[a * complete.len() + b];
                let count = columns[i].values.len() as f64;
                // The shifts are the means: sums of deviations vanish.
                Shared { count, x: 0.0, y: 0.0, xx: at(a, a), yy: at(b, b), xy: at(a, b) }
            }
        })
        .collect();
    let mut matrix = vec![Shared::default(); size * size];
    for (&(i, j), pair) in pairs.iter().zip(found) {
        matrix[i * size + j] = pair;
        matrix[j * size + i] = pair;
    }
    matrix
}

const LANES: usize = 4;

/// The shared sums of two columns of which one misses values.
fn masked(a: &Known, b: &Known) -> Shared {
    let mut lanes = [Shared::default(); LANES];
    let (xs, x_rest) = a.values.as_chunks::<LANES>();
    let (ys, y_rest) = b.values.as_chunks::<LANES>();
    for (x, y) in xs.iter().zip(ys) {
        for (lane, sums) in lanes.iter_mut().enumerate() {
            add(sums, x[lane] - a.shift, y[lane] - b.shift);
        }
    }
    let mut total = Shared::default();
    x_rest.iter().zip(y_rest).for_each(|(x, y)| add(&mut total, x - a.shift, y - b.shift));
    for lane in lanes {
        total.count += lane.count;
        total.x += lane.x;
        total.y += lane.y;
        total.xx += lane.xx;
        total.yy += lane.yy;
        total.xy += lane.xy;
    }
    total
}

fn add(sums: &mut Shared, x: f64, y: f64) {
    let both = !(x.is_nan() || y.is_nan());
    let (x, y) = if both { (x, y) } else { (0.0, 0.0) };
    sums.count += if both { 1.0 } else { 0.0 };
    sums.x += x;
    sums.y += y;
    sums.xx += x * x;
    sums.yy += y * y;
    sums.xy += x * y;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_sums_of_complete_columns_are_the_same() {
        let wave = |step: f64| (0..1003).map(|n| (f64::from(n) * step).sin() + 1e6).collect::<Vec<f64>>();
        let (a, b) = (Known::of(wave(0.37)), Known::of(wave(0.41)));
        let matrix = shared(&[&a, &b]);
        let other = masked(&a, &b);
        assert!((matrix[1].correlation() - other.correlation()).abs() < 1e-9);
        assert!((matrix[1].covariance(1.0) - other.covariance(1.0)).abs() < 1e-9);
        assert_eq!(matrix[0].correlation(), 1.0);
    }

    #[test]
    fn constant_and_lonely_columns_have_no_correlation() {
        let (a, b) = (Known::of(vec![1.0, 2.0, 3.0]), Known::of(vec![0.1, 0.1, 0.1]));
        assert!(shared(&[&a, &b])[1].correlation().is_nan());
        let lonely = Known::of(vec![1.0, f64::NAN, f64::NAN]);
        assert!(shared(&[&a, &lonely])[1].correlation().is_nan());
        assert!(shared(&[&lonely])[0].covariance(1.0).is_nan());
    }
}
