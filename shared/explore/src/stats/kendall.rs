//! Kendall's tau-b by counting exchanges (W. Knight, "A computer method for calculating Kendall's tau with ungrouped
//! data", 1966).

use super::ranks::Order;

/// Tau-b of a column in ascending order and another one, over the rows where both have a value, with their number. NaN where
/// one of them has only equal values.
pub(crate) fn tau(x: &Order, y: &[f64]) -> (f64, usize) {
    let there = x.values.iter().zip(&x.rows).map(|(&x, &row)| (x, y[row as usize]));
    let mut pairs: Vec<(f64, f64)> = there.filter(|(_, y)| !y.is_nan()).collect();
    let count = pairs.len();
    let (mut tied_x, mut tied_both) = (0, 0);
    for equal in pairs.chunk_by_mut(|a, b| a.0 == b.0) {
        tied_x += choices(equal.len());
        equal.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
        tied_both += equal.chunk_by(|a, b| a.1 == b.1).map(|same| choices(same.len())).sum::<u64>();
    }
    let mut ys: Vec<f64> = pairs.into_iter().map(|pair| pair.1).collect();
    let mut space = vec![0.0; count];
    let exchanges = sort(&mut ys, &mut space);
    let tied_y: u64 = ys.chunk_by(|a, b| a == b).map(|same| choices(same.len())).sum();
    let all = choices(count);
    let apart = |tied: u64| (all - tied) as f64;
    let concordant_less_discordant = (all + tied_both) as f64 - (tied_x + tied_y) as f64 - 2.0 * exchanges as f64;
    (concordant_less_discordant / apart(tied_x).sqrt() / apart(tied_y).sqrt(), count)
}

/// How many pairs can be chosen of so many.
fn choices(count: usize) -> u64 {
    let count = count as u64;
    count * count.saturating_sub(1) / 2
}

/// Runs shorter than this are sorted by insertion.
const SHORT: usize = 16;

/// Sorts by merging and counts how many pairs were in descending order.
fn sort(values: &mut [f64], space: &mut [f64]) -> u64 {
    if values.len() <= SHORT {
        return insert(values);
    }
    let middle = values.len() / 2;
    let (left, right) = values.split_at_mut(middle);
    let (left_space, right_space) = space.split_at_mut(middle);
    let mut exchanges = sort(left, left_space) + sort(right, right_space);
    let (mut l, mut r) = (0, 0);
    for slot in space.iter_mut() {
        if r == right.len() || l < left.len() && left[l] <= right[r] {
            *slot = left[l];
            l += 1;
        } else {
            *slot = right[r];
            r += 1;
            exchanges += (left.len() - l) as u64;
        }
    }
    values.copy_from_slice(space);
    exchanges
}

fn insert(values: &mut [f64]) -> u64 {
    let mut exchanges = 0;
    for end in 1..values.len() {
        let mut at = end;
        while at > 0 && values[at - 1] > values[at] {
            values.swap(at - 1, at);
            at -= 1;
            exchanges += 1;
        }
    }
    exchanges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(x: &[f64], y: &[f64]) -> f64 {
        let (mut both, mut in_x, mut in_y) = (0.0, 0.0, 0.0);
        for i in 0..x.len() {
            for j in 0..i {
                let sign = |a: f64, b: f64| if a == b { 0.0 } else { (a - b).signum() };
                let (dx, dy) = (sign(x[i], x[j]), sign(y[i], y[j]));
                both += dx * dy;
                in_x += dx * dx;
                in_y += dy * dy;
            }
        }
        both / f64::sqrt(in_x * in_y)
    }

    #[test]
    fn tau_is_that_of_comparing_all_pairs() {
        for size in [2, 5, 17, 100, 333] {
            let x: Vec<f64> = (0..size).map(|n| f64::from(n * 7919 % 31)).collect();
            let y: Vec<f64> = (0..size).map(|n| f64::from(n * 104_729 % 17)).collect();
            let (found, count) = tau(&Order::of(&x), &y);
            assert_eq!(count, size as usize);
            assert!((found - plain(&x, &y)).abs() < 1e-12, "{size}: {found}");
        }
        assert!(tau(&Order::of(&[1.0, 1.0]), &[1.0, 2.0]).0.is_nan());
        assert!(tau(&Order::of(&[]), &[]).0.is_nan());
    }
}
