//! Ranks of values, equal ones sharing the mean of theirs.

/// The rows that have a value, in ascending order of it.
pub(crate) fn order(values: &[f64]) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..values.len() as u32).filter(|&row| !values[row as usize].is_nan()).collect();
    rows.sort_unstable_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]).then(a.cmp(&b)));
    rows
}

/// Ranks from 1 by an order of rows; rows that are not in it get NaN.
pub(crate) fn ranks(values: &[f64], order: impl Iterator<Item = u32>) -> Vec<f64> {
    let rows: Vec<u32> = order.collect();
    let mut ranks = vec![f64::NAN; values.len()];
    let mut before = 0;
    for equal in rows.chunk_by(|&a, &b| values[a as usize] == values[b as usize]) {
        let rank = before as f64 + (equal.len() + 1) as f64 / 2.0;
        equal.iter().for_each(|&row| ranks[row as usize] = rank);
        before += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        let values = [3.0, 1.0, f64::NAN, 3.0, 2.0];
        assert_eq!(order(&values), [1, 4, 0, 3]);
        let found = ranks(&values, order(&values).into_iter());
        assert_eq!([found[0], found[1], found[3], found[4]], [3.5, 1.0, 3.5, 2.0]);
        assert!(found[2].is_nan());
    }
}
