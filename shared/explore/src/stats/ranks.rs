//! Ranks of values, equal ones sharing the mean of theirs.

/// The values of a column in ascending order, and the rows that they are in. Missing ones, which are NaN, are left out.
#[derive(Debug)]
pub(crate) struct Order {
    pub values: Vec<f64>,
    pub rows: Vec<u32>,
}

impl Order {
    /// The order of a column.
    pub fn of(values: &[f64]) -> Self {
        let there = values.iter().zip(0_u32..).filter(|(value, _)| !value.is_nan());
        let mut pairs: Vec<(u64, u32)> = there.map(|(value, row)| (key(*value), row)).collect();
        pairs.sort_unstable();
        let rows: Vec<u32> = pairs.into_iter().map(|(_, row)| row).collect();
        Self { values: rows.iter().map(|&row| values[row as usize]).collect(), rows }
    }

    /// Each row's rank from 1 among the rows that are `counted`, of `size` rows in all; NaN for others.
    pub fn ranks(&self, size: usize, counted: impl Fn(u32) -> bool) -> Vec<f64> {
        let mut ranks = vec![f64::NAN; size];
        let mut equal: Vec<u32> = Vec::new();
        let (mut before, mut value) = (0, f64::NAN);
        let mut settle = |equal: &mut Vec<u32>, before: &mut usize| {
            let rank = *before as f64 + (equal.len() + 1) as f64 / 2.0;
            *before += equal.len();
            equal.drain(..).for_each(|row| ranks[row as usize] = rank);
        };
        for (&next, &row) in self.values.iter().zip(&self.rows).filter(|(_, row)| counted(**row)) {
            if next != value {
                settle(&mut equal, &mut before);
                value = next;
            }
            equal.push(row);
        }
        settle(&mut equal, &mut before);
        ranks
    }
}

/// A whole number that is ordered as the value is; both zeros are the same.
fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        let values = [3.0, -1.0, f64::NAN, 3.0, 2.0];
        let order = Order::of(&values);
        assert_eq!(order.rows, [1, 4, 0, 3]);
        let found = order.ranks(5, |_| true);
        assert_eq!([found[0], found[1], found[3], found[4]], [3.5, 1.0, 3.5, 2.0]);
        assert!(found[2].is_nan());
        let some = order.ranks(5, |row| row != 4);
        assert_eq!([some[0], some[1], some[3]], [2.5, 1.0, 2.5]);
        assert!(some[4].is_nan());
        assert_eq!(Order::of(&[0.0, -0.0, f64::NEG_INFINITY]).rows, [2, 0, 1]);
    }
}
