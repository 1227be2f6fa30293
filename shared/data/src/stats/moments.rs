//! Mean and central moments of a column, in one pass over row groups.
//!
//! Within a group two passes give exact sums; groups are joined by Pébay's update formulas
//! (P. Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical
//! moments", 2008).

use crate::cell::View;
use std::borrow::Cow;

/// Count, mean, and sums of the second to fourth powers of the deviations from it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments {
    /// Number of values.
    pub count: f64,
    /// Their mean.
    pub mean: f64,
    m2: f64,
    m3: f64,
    m4: f64,
}

impl Moments {
    /// The moments of one group of numbers.
    pub(crate) fn of(numbers: &[f64]) -> Self {
        if numbers.is_empty() {
            return Self::default();
        }
        #[expect(clippy::cast_precision_loss, reason = "a row group has far fewer rows than 2^52")]
        let count = numbers.len() as f64;
        let mean = lanes(numbers, |number| [number, 0.0, 0.0])[0] / count;
        let [m2, m3, m4] = lanes(numbers, |number| {
            let deviation = number - mean;
            let square = deviation * deviation;
            [square, square * deviation, square * square]
        });
        Self { count, mean, m2, m3, m4 }
    }

    /// Joins the moments of other values.
    pub(crate) fn join(&mut self, other: &Self) {
        if other.count == 0.0 {
            return;
        }
        if self.count == 0.0 {
            *self = *other;
            return;
        }
        let (na, nb) = (self.count, other.count);
        let n = na + nb;
        let delta = other.mean - self.mean;
        let d2 = delta * delta;
        let m4 = self.m4
            + other.m4
            + d2 * d2 * na * nb * (na * na - na * nb + nb * nb) / (n * n * n)
            + 6.0 * d2 * (na * na * other.m2 + nb * nb * self.m2) / (n * n)
            + 4.0 * delta * (na * other.m3 - nb * self.m3) / n;
        let m3 = self.m3
            + other.m3
            + d2 * delta * na * nb * (na - nb) / (n * n)
            + 3.0 * delta * (na * other.m2 - nb * self.m2) / n;
        self.m2 += other.m2 + d2 * na * nb / n;
        self.m3 = m3;
        self.m4 = m4;
        self.mean += delta * nb / n;
        self.count = n;
    }

    /// Standard deviation with one degree of freedom.
    pub(crate) fn deviation(&self) -> Option<f64> {
        (self.count > 1.0).then(|| (self.m2 / (self.count - 1.0)).sqrt())
    }

    /// Skewness, bias-corrected; 0 for constant values.
    pub(crate) fn skew(&self) -> Option<f64> {
        let n = self.count;
        if n < 3.0 {
            return None;
        }
        if self.is_constant() {
            return Some(0.0);
        }
        Some(n * (n - 1.0).sqrt() / (n - 2.0) * self.m3 / self.m2.powf(1.5))
    }

    /// Excess kurtosis, bias-corrected; 0 for constant values.
    pub(crate) fn kurtosis(&self) -> Option<f64> {
        let n = self.count;
        if n < 4.0 {
            return None;
        }
        if self.is_constant() {
            return Some(0.0);
        }
        let adjusted = n * (n + 1.0) * (n - 1.0) * self.m4 / ((n - 2.0) * (n - 3.0) * self.m2 * self.m2);
        Some(adjusted - 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)))
    }

    /// Whether the deviations are no more than rounding.
    fn is_constant(&self) -> bool {
        self.m2 <= self.count * (self.mean * 1e-14).powi(2)
    }
}

/// Three sums over all numbers, each in four lanes that the processor adds at once.
fn lanes(numbers: &[f64], terms: impl Fn(f64) -> [f64; 3]) -> [f64; 3] {
    let mut sums = [[0.0f64; 4]; 3];
    let (fours, rest) = numbers.as_chunks::<4>();
    for four in fours {
        for lane in 0..4 {
            let [a, b, c] = terms(four[lane]);
            sums[0][lane] += a;
            sums[1][lane] += b;
            sums[2][lane] += c;
        }
    }
    let mut total = sums.map(|lane| lane.iter().sum::<f64>());
    for &number in rest {
        for (sum, term) in total.iter_mut().zip(terms(number)) {
            *sum += term;
        }
    }
    total
}

/// The numbers of a column without the missing ones.
#[expect(clippy::cast_precision_loss, reason = "statistics of whole numbers above 2^53 are rounded")]
pub(crate) fn present<'a>(view: &View<'a>) -> Cow<'a, [f64]> {
    match view {
        View::Float(values) => match values.cont_slice() {
            Ok(slice) => Cow::Borrowed(slice),
            Err(_) => values.iter().flatten().collect(),
        },
        View::Int(values) => match values.cont_slice() {
            Ok(slice) => slice.iter().map(|number| *number as f64).collect(),
            Err(_) => values.iter().flatten().map(|number| number as f64).collect(),
        },
        View::Bool(_) | View::Text(_) => Cow::Borrowed(&[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_groups_is_the_same_as_one_group() {
        let numbers: Vec<f64> = (0..1000).map(|n| f64::from(n * n % 97) * 0.37 + 5.0).collect();
        let whole = Moments::of(&numbers);
        let mut joined = Moments::default();
        for group in numbers.chunks(77) {
            joined.join(&Moments::of(group));
        }
        for (a, b) in [
            (whole.mean, joined.mean),
            (whole.deviation().unwrap(), joined.deviation().unwrap()),
            (whole.skew().unwrap(), joined.skew().unwrap()),
            (whole.kurtosis().unwrap(), joined.kurtosis().unwrap()),
        ] {
            assert!((a - b).abs() < 1e-10, "{a} {b}");
        }
    }

    #[test]
    fn constant_values_have_no_shape() {
        let moments = Moments::of(&[0.1; 10]);
        assert_eq!((moments.skew(), moments.kurtosis()), (Some(0.0), Some(0.0)));
        assert_eq!(Moments::of(&[1.0]).deviation(), None);
    }
}
