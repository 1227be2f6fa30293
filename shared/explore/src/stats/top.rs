//! Which value is the most frequent, by fingerprints of the values.

use rayon::prelude::*;

/// How many different values there are, and the most frequent one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Top {
    pub different: usize,
    /// Where the most frequent value, of several the one that comes first, is found first.
    pub first: usize,
    /// How often it occurs.
    pub times: usize,
}

/// Of values by their fingerprints, equal for equal ones only; none for no values.
pub(crate) fn top(fingerprints: &[u64]) -> Option<Top> {
    let mut sorted = fingerprints.to_vec();
    sorted.par_sort_unstable();
    let runs = || sorted.chunk_by(|a, b| a == b);
    let times = runs().map(<[u64]>::len).max()?;
    let most: Vec<u64> = runs().filter(|run| run.len() == times).map(|run| run[0]).collect();
    let first = fingerprints.iter().position(|print| most.binary_search(print).is_ok())?;
    Some(Top { different: runs().count(), first, times })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equally_frequent_values_the_first_one_is_taken() {
        assert_eq!(top(&[9, 5, 5, 9, 1]), Some(Top { different: 3, first: 0, times: 2 }));
        assert_eq!(top(&[1, 5, 5]), Some(Top { different: 2, first: 1, times: 2 }));
        assert_eq!(top(&[]), None);
    }
}
