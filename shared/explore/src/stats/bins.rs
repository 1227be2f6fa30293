//! Bins of equal width, as numpy's `histogram` makes them.

use super::moments::extremes;
use super::quantiles::quantiles;

/// Bins of equal width from the smallest to the largest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bins {
    pub first: f64,
    pub last: f64,
    pub count: usize,
}

impl Bins {
    /// So many bins over finite values, of which there is at least one.
    pub fn of(values: &[f64], count: usize) -> Self {
        let (first, last) = extremes(values);
        Self::between(first, last, count)
    }

    /// As many bins as numpy's `auto` rule finds for the values (D. Freedman and P. Diaconis, 1981; H. Sturges, 1926),
    /// and at most this many. Bins of whole numbers are at least 1 wide.
    pub fn auto(values: &[f64], whole: bool, most: usize) -> Self {
        let (first, last) = extremes(values);
        let (range, size) = (last - first, values.len() as f64);
        let quartiles = quantiles(values, &[0.25, 0.75]);
        let by_quartiles = 2.0 * (quartiles[1] - quartiles[0]) / size.cbrt();
        let mut width = by_quartiles.max(range / size.sqrt() / 2.0).min(range / (size.log2() + 1.0));
        if whole {
            width = width.max(1.0);
        }
        let count = if width > 0.0 { (range / width).ceil() } else { 1.0 };
        Self::between(first, last, (count as usize).clamp(1, most))
    }

    /// So many bins between two values; half a unit around them where they are equal.
    fn between(first: f64, last: f64, count: usize) -> Self {
        if first == last { Self { first: first - 0.5, last: last + 0.5, count } } else { Self { first, last, count } }
    }

    /// The left end of a bin, and the right end of the last one for `count`.
    pub fn edge(&self, bin: usize) -> f64 {
        if bin == self.count { self.last } else { self.first + bin as f64 * self.width() }
    }

    /// How wide a bin is.
    pub fn width(&self) -> f64 {
        let (range, count) = (self.last - self.first, self.count as f64);
        // The range of the largest numbers is infinite.
        if range.is_finite() { range / count } else { self.last / count - self.first / count }
    }

    /// The middle of a bin.
    pub fn middle(&self, bin: usize) -> f64 {
        (self.edge(bin) + self.edge(bin + 1)) / 2.0
    }

    /// What finds the bin of a value.
    pub fn finder(&self) -> Finder {
        Finder { bins: *self, width: self.width(), edges: (0..=self.count).map(|bin| self.edge(bin)).collect() }
    }

    /// The bin of a finite value, where few are looked for.
    #[cfg(test)]
    pub fn find(&self, value: f64) -> usize {
        self.finder().find(value)
    }
}

/// Finds bins of many values.
#[derive(Debug)]
pub(crate) struct Finder {
    bins: Bins,
    width: f64,
    edges: Vec<f64>,
}

impl Finder {
    /// The bin of a finite value. Bins hold their left end; the last one holds both.
    pub fn find(&self, value: f64) -> usize {
        let beyond = value - self.bins.first;
        let place =
            if beyond.is_finite() { beyond / self.width } else { value / self.width - self.bins.first / self.width };
        let bin = (place as usize).min(self.bins.count - 1);
        // What rounding has put beside its bin.
        if value < self.edges[bin] {
            bin.saturating_sub(1)
        } else if bin + 1 < self.bins.count && value >= self.edges[bin + 1] {
            bin + 1
        } else {
            bin
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_falls_between_the_ends_of_its_bin() {
        let values: Vec<f64> = (0..1000).map(|n| f64::from(n) * 0.1).collect();
        for count in [1, 3, 7, 10, 100, 999] {
            let bins = Bins::of(&values, count);
            for value in &values {
                let bin = bins.find(*value);
                assert!(bins.edge(bin) <= *value && (*value < bins.edge(bin + 1) || bin + 1 == count));
            }
        }
    }

    #[test]
    fn equal_values_have_a_bin_around_them() {
        assert_eq!(Bins::auto(&[3.0; 5], false, 100), Bins { first: 2.5, last: 3.5, count: 1 });
        assert_eq!(Bins::of(&[3.0], 4).find(3.0), 2);
    }

    #[test]
    fn outliers_do_not_make_more_bins_than_can_be_drawn() {
        let mut values: Vec<f64> = (0..10_000).map(f64::from).collect();
        values.push(1e12);
        assert!(Bins::auto(&values, false, 1000).count <= 1000);
    }
}
