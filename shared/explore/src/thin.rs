//! Fewer points of a line, chosen so that it looks the same.

/// Positions of at most about `most` values: the first, lowest, highest and last of each of as many equal runs. All of them
/// where there are no more. NaN is no value.
///
/// Source: U. Jugel, Z. Jerzak, G. Hackenbroich and V. Markl, "M4: A visualization-oriented time series data aggregation",
/// VLDB Endowment 7 (2014).
pub(crate) fn positions(values: &[f64], most: usize) -> Vec<usize> {
    if values.len() <= most {
        return (0..values.len()).collect();
    }
    let runs = (most / 4).max(1);
    let mut positions = Vec::with_capacity(runs * 4);
    for run in 0..runs {
        let (start, end) = (values.len() * run / runs, values.len() * (run + 1) / runs);
        let mut there = (start..end).filter(|&at| values[at].is_finite());
        let Some(first) = there.next() else { continue };
        let (mut low, mut high, mut last) = (first, first, first);
        for at in there {
            if values[at] < values[low] {
                low = at;
            }
            if values[at] > values[high] {
                high = at;
            }
            last = at;
        }
        let mut four = [first, low, high, last];
        four.sort_unstable();
        positions.extend(four);
    }
    positions.dedup();
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peaks_survive() {
        let mut values: Vec<f64> = (0..100_000).map(|n| f64::from(n % 100)).collect();
        (values[777], values[51_234], values[3]) = (1e6, -1e6, f64::NAN);
        let found = positions(&values, 400);
        assert!(found.len() <= 400 && found.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(found.contains(&777) && found.contains(&51_234) && !found.contains(&3));
        assert_eq!(positions(&[1.0, f64::NAN], 5), [0, 1]);
    }
}
