//! Quantiles without sorting all values.

use super::moments::extremes;

/// Values from which on it pays to count first.
const MANY: usize = 20_000;
/// Buckets that values are counted in.
const BUCKETS: usize = 4096;

/// The quantiles at these shares (0 to 1), each interpolated between the two values around it, as numpy's `linear` method
/// does. None of the values may be NaN; there must be at least one.
pub(crate) fn quantiles(values: &[f64], shares: &[f64]) -> Vec<f64> {
    let last = values.len().saturating_sub(1);
    let places: Vec<f64> = shares.iter().map(|share| share * last as f64).collect();
    let mut ranks: Vec<usize> =
        places.iter().flat_map(|place| [place.floor() as usize, place.ceil() as usize]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let found = at_ranks(values, &ranks);
    let value = |rank: f64| ranks.binary_search(&(rank as usize)).map_or(f64::NAN, |at| found[at]);
    places.into_iter().map(|place| between(value(place.floor()), value(place.ceil()), place.fract())).collect()
}

/// A number between two others, at a share of the way.
fn between(low: f64, high: f64, share: f64) -> f64 {
    if high - low == f64::INFINITY {
        low * (1.0 - share) + high * share
    } else if share < 0.5 {
        low + (high - low) * share
    } else {
        high - (high - low) * (1.0 - share)
    }
}

/// The values of these ranks, which ascend.
fn at_ranks(values: &[f64], ranks: &[usize]) -> Vec<f64> {
    let (low, high) = extremes(values);
    let width = (high - low) / BUCKETS as f64;
    if values.len() < MANY || !width.is_normal() {
        let mut values = values.to_vec();
        select(&mut values, 0, ranks);
        return ranks.iter().map(|&rank| values[rank]).collect();
    }
    let scale = 1.0 / width;
    let bucket = |value: f64| (((value - low) * scale) as usize).min(BUCKETS - 1);
    let mut counts = vec![0_usize; BUCKETS];
    values.iter().for_each(|value| counts[bucket(*value)] += 1);
    // Only the values of buckets that hold one of the ranks are looked at again.
    let mut held = vec![None; BUCKETS];
    let (mut before, mut rest, mut kept) = (0, ranks, Vec::new());
    for (place, &count) in counts.iter().enumerate() {
        let here = rest.partition_point(|&rank| rank < before + count);
        if here > 0 {
            held[place] = Some(kept.len());
            kept.push((before, &rest[..here], Vec::with_capacity(count)));
            rest = &rest[here..];
        }
        before += count;
    }
    for value in values {
        if let Some(at) = held[bucket(*value)] {
            kept[at].2.push(*value);
        }
    }
    let mut found = Vec::with_capacity(ranks.len());
    for (before, ranks, mut values) in kept {
        select(&mut values, before, ranks);
        found.extend(ranks.iter().map(|rank| values[rank - before]));
    }
    found
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
        let found = quantiles(&values, &[0.0, 0.25, 0.5, 0.75, 0.333, 1.0]);
        let expected = [0.0, 25.0, 50.0, 75.0, 33.3, 100.0];
        found.iter().zip(expected).for_each(|(found, expected)| assert!((found - expected).abs() < 1e-12));
        assert_eq!(quantiles(&[7.0], &[0.5, 0.9]), [7.0, 7.0]);
        assert_eq!(quantiles(&[1.0, 2.0], &[0.5]), [1.5]);
        assert_eq!(quantiles(&[3.0, 3.0, 3.0, 3.0], &[0.1, 0.5]), [3.0, 3.0]);
    }

    #[test]
    fn counting_finds_the_same_values() {
        let wave = |n: u32| (f64::from(n) * 0.618).sin();
        let shapes: [fn(f64) -> f64; 4] =
            [|x| x, |x| x.powi(21) * 1e9, |x| x.round(), |x| if x > 0.99 { 1e300 } else { x }];
        for shape in shapes {
            let values: Vec<f64> = (0..50_001).map(|n| shape(wave(n))).collect();
            let mut sorted = values.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let shares = [0.0, 0.01, 0.25, 0.5, 0.75, 0.9, 1.0];
            let expected: Vec<f64> = shares.iter().map(|share| sorted[(share * 50_000.0) as usize]).collect();
            assert_eq!(quantiles(&values, &shares), expected);
        }
    }
}
