//! Empirical cumulative distributions in a bounded number of steps.

/// Points of the curve: each value with how many values are not above it, from just below the smallest one on. Sorts the
/// values, none of which may be NaN; of more than `most` different steps, those at evenly spaced ranks are kept.
pub(crate) fn steps(values: &mut [f64], most: usize) -> Vec<(f64, usize)> {
    values.sort_unstable_by(f64::total_cmp);
    let Some(&smallest) = values.first() else { return Vec::new() };
    let mut steps = vec![(smallest, 0)];
    let distinct = values.chunk_by(|a, b| a == b).count();
    if distinct <= most {
        for equal in values.chunk_by(|a, b| a == b) {
            let below = steps.last().map_or(0, |step| step.1);
            steps.push((equal[0], below + equal.len()));
        }
        return steps;
    }
    for step in 1..=most {
        let value = values[(values.len() * step).div_ceil(most) - 1];
        if steps.last().is_none_or(|last| last.0 < value || last.1 == 0) {
            steps.push((value, values.partition_point(|other| *other <= value)));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_count_what_is_not_above() {
        assert_eq!(steps(&mut [2.0, 1.0, 2.0, 5.0], 10), [(1.0, 0), (1.0, 1), (2.0, 3), (5.0, 4)]);
        assert_eq!(steps(&mut [], 10), []);
    }

    #[test]
    fn many_steps_become_few_that_are_still_right() {
        let mut values: Vec<f64> = (0..100_000).map(|n| f64::from(n * 7919 % 100_000)).collect();
        let found = steps(&mut values, 200);
        assert!(found.len() <= 201);
        assert!(found.iter().skip(1).all(|(value, count)| *count == *value as usize + 1));
        assert_eq!(found.last(), Some(&(99_999.0, 100_000)));
    }
}
