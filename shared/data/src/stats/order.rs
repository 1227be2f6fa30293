//! Sorting many numbers by the digits of their bits.

/// Bits of a digit.
const BITS: u32 = 8;
/// Values of a digit.
const VALUES: usize = 1 << BITS;
/// Digits of a key.
const DIGITS: usize = (u64::BITS / BITS) as usize;
/// Numbers below which comparing is faster.
const FEW: usize = 4096;

/// Sorts numbers, none of which is NaN.
pub(super) fn sorted(numbers: Vec<f64>) -> Vec<f64> {
    if numbers.len() < FEW {
        let mut numbers = numbers;
        numbers.sort_unstable_by(f64::total_cmp);
        return numbers;
    }
    let keys = sorted_keys(numbers.into_iter().map(key).collect());
    keys.into_iter().map(number).collect()
}

/// Sorts whole numbers, digit by digit from the last one. A digit that all have in common costs nothing.
pub(super) fn sorted_keys(mut keys: Vec<u64>) -> Vec<u64> {
    if keys.len() < FEW {
        keys.sort_unstable();
        return keys;
    }
    let mut counts = vec![[0usize; VALUES]; DIGITS];
    for key in &keys {
        for (digit, counts) in counts.iter_mut().enumerate() {
            counts[digit_of(*key, digit)] += 1;
        }
    }
    let mut other = vec![0; keys.len()];
    for (digit, counts) in counts.iter_mut().enumerate() {
        if counts.contains(&keys.len()) {
            continue;
        }
        let mut start = 0;
        for count in counts.iter_mut() {
            start += std::mem::replace(count, start);
        }
        for &key in &keys {
            let place = &mut counts[digit_of(key, digit)];
            other[*place] = key;
            *place += 1;
        }
        std::mem::swap(&mut keys, &mut other);
    }
    keys
}

fn digit_of(key: u64, digit: usize) -> usize {
    usize::from(key.to_le_bytes()[digit])
}

/// Bits that are ordered as the numbers are: negative ones are turned around and come first.
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
    fn digits_sort_as_comparisons_do() {
        let mut state = 1u64;
        let mut numbers: Vec<f64> = (0..20_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                f64::from((state >> 40) as u32 as i32 - (1 << 23)) * if state % 3 == 0 { 1e-9 } else { 1.5 }
            })
            .collect();
        let by_digits = sorted(numbers.clone());
        numbers.sort_by(f64::total_cmp);
        assert_eq!(by_digits, numbers);
    }
}
