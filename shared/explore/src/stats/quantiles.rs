//! Quantiles by selection, without sorting all values.

/// The quantiles at these shares (0 to 1), each interpolated between the two values around it, as numpy's `linear` method
/// does. Reorders the values, none of which may be NaN; there must be at least one.
pub(crate) fn quantiles(values: &mut [f64], shares: &[f64]) -> Vec<f64> {
    let last = values.len().saturating_sub(1);
    let places: Vec<f64> = shares.iter().map(|share| share * last as f64).collect();
    let mut ranks: Vec<usize> =
        places.iter().flat_map(|place| [place.floor() as usize, place.ceil() as usize]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    select(values, 0, &ranks);
    let at = |place: f64| {
        let (low, high) = (values[place.floor() as usize], values[place.ceil() as usize]);
        let share = place.fract();
        if high - low == f64::INFINITY {
            low * (1.0 - share) + high * share
        } else if share < 0.5 {
            low + (high - low) * share
        } else {
            high - (high - low) * (1.0 - share)
        }
    };
    places.into_iter().map(at).collect()
}

/// Brings the values of these ranks, in ascending order and counted from `first`, to their places.
fn select(values: &mut [f64], first: usize, ranks: &[usize]) {
    let Some(&rank) = ranks.get(ranks.len() / 2) else { return };
    let (low, _, high) = values.select_nth_unstable_by(rank - first, f64::total_cmp);
    let (before, after) = ranks.split_at(ranks.len() / 2);
    select(low, first, before);
    select(high, rank + 1, &after[1..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_sorted_values() {
        let values: Vec<f64> = (0..101).map(|n| f64::from(n * 37 % 101)).collect();
        let mut shuffled = values.clone();
        let found = quantiles(&mut shuffled, &[0.0, 0.25, 0.5, 0.75, 0.333, 1.0]);
        let expected = [0.0, 25.0, 50.0, 75.0, 33.3, 100.0];
        found.iter().zip(expected).for_each(|(found, expected)| assert!((found - expected).abs() < 1e-12));
        assert_eq!(quantiles(&mut [7.0], &[0.5, 0.9]), [7.0, 7.0]);
        assert_eq!(quantiles(&mut [1.0, 2.0], &[0.5]), [1.5]);
        assert_eq!(quantiles(&mut [3.0, 3.0, 3.0, 3.0], &[0.1, 0.5]), [3.0, 3.0]);
    }
}
