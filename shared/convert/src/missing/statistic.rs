//! One number for many.

/// The middle value, or the mean of the two in the middle; there is at least one.
pub(crate) fn median(numbers: &mut [f64]) -> f64 {
    let middle = numbers.len() / 2;
    let is_odd = numbers.len() % 2 == 1;
    let (below, upper, _) = numbers.select_nth_unstable_by(middle, f64::total_cmp);
    if is_odd {
        return *upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    lower + (*upper - lower) / 2.0
}

/// The value that occurs most often, the smallest of several; there is at least one.
pub(crate) fn most_frequent(numbers: &mut [f64]) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    let runs = numbers.chunk_by(|a, b| a == b);
    let longest = runs.fold([].as_slice(), |most, run| if run.len() > most.len() { run } else { most });
    longest.first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_between_two_of_an_even_number() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(median(&mut [f64::MAX, f64::MAX]), f64::MAX);
    }

    #[test]
    fn of_values_as_frequent_the_smallest_wins() {
        assert_eq!(most_frequent(&mut [2.0, 3.0, 3.0, 2.0, 1.0]), 2.0);
        assert_eq!(most_frequent(&mut [0.0, -0.0, 1.0]), 0.0);
    }
}
