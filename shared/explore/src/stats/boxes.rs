//! What a box plot draws.

use super::quantiles::quantiles;

/// Quartiles and the ends of the whiskers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Boxed {
    pub lower: f64,
    pub first: f64,
    pub median: f64,
    pub third: f64,
    pub upper: f64,
}

/// How many box lengths a whisker may be long (J. Tukey, 1977).
const REACH: f64 = 1.5;

impl Boxed {
    /// Of finite values, of which there is at least one. Whiskers end at the last values within their
    /// reach, or, without outliers, at the extremes.
    pub fn of(values: &[f64], outliers: bool) -> Self {
        let found = quantiles(values, &[0.25, 0.5, 0.75]);
        let (first, median, third) = (found[0], found[1], found[2]);
        let reach = if outliers { REACH * (third - first) } else { f64::INFINITY };
        let (low, high) = (first - reach, third + reach);
        let (mut lower, mut upper) = (first, third);
        for &value in values {
            if value >= low && value < lower {
                lower = value;
            }
            if value <= high && value > upper {
                upper = value;
            }
        }
        Self { lower, first, median, third, upper }
    }

    /// Whether a value lies beyond the whiskers.
    pub fn is_outlier(&self, value: f64) -> bool {
        value < self.lower || value > self.upper
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whiskers_end_at_values_and_leave_outliers_out() {
        let values: Vec<f64> = (1..=11).map(f64::from).chain([100.0]).collect();
        let found = Boxed::of(&values, true);
        assert_eq!(found, Boxed { lower: 1.0, first: 3.75, median: 6.5, third: 9.25, upper: 11.0 });
        assert!(found.is_outlier(100.0) && !found.is_outlier(11.0));
        assert_eq!(Boxed::of(&values, false).upper, 100.0);
        assert_eq!(Boxed::of(&[2.0], true).lower, 2.0);
    }
}
