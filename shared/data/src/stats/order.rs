//! Sorting many numbers.
//!
//! Whole numbers are compared by one instruction, floating point ones by several: turning floats into whole numbers of
//! the same order first halves the time.

use rayon::prelude::*;

/// Keys from which on sorting is worth more than one processor.
const MANY: usize = 1 << 20;

/// Sorts numbers, none of which is NaN.
pub(super) fn sorted(numbers: Vec<f64>) -> Vec<f64> {
    let mut keys: Vec<u64> = numbers.into_iter().map(key).collect();
    sort(&mut keys);
    keys.into_iter().map(number).collect()
}

/// Sorts in place, many keys with all processors.
pub(super) fn sort(keys: &mut [u64]) {
    if keys.len() < MANY { keys.sort_unstable() } else { keys.par_sort_unstable() }
}

/// Bits that are ordered as the numbers are: those of negative ones are turned around and come first.
fn key(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn number(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key ^ 1 << 63 } else { !key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_numbers_do() {
        let mut numbers = vec![3.5, -0.0, 0.0, -7.25, f64::MAX, f64::MIN, 1e-300, -1e-300, 3.5];
        let by_keys = sorted(numbers.clone());
        numbers.sort_by(f64::total_cmp);
        assert_eq!(format!("{by_keys:?}"), format!("{numbers:?}"));
    }
}
