//! Folds with the classes in the proportion of the whole.

use super::draw::members;
use skydash_domain::{Error, Result};
use skydash_numeric::random::RandomState;

/// The fold of each row.
pub(super) fn folds(strata: &[u32], n_splits: usize, mut random: Option<&mut RandomState>) -> Result<Vec<usize>> {
    let mut members = members(strata);
    check_members(&members, n_splits)?;
    // Classes count in the order in which they first occur.
    members.sort_by_key(|rows| rows.first().copied());
    let mut fold_of = vec![0; strata.len()];
    let mut start = 0;
    for rows in &members {
        // Of all rows sorted by class, every n-th goes to a fold: how many of this class is that?
        let end = start + rows.len();
        let in_fold = |fold: usize| (start..end).filter(|position| position % n_splits == fold).count();
        let mut folds: Vec<usize> = (0..n_splits).flat_map(|fold| std::iter::repeat_n(fold, in_fold(fold))).collect();
        if let Some(random) = random.as_deref_mut() {
            random.shuffle(&mut folds);
        }
        for (&row, fold) in rows.iter().zip(folds) {
            fold_of[row] = fold;
        }
        start = end;
    }
    Ok(fold_of)
}

/// Refuses more folds than the largest class has rows.
pub(super) fn check_members(members: &[Vec<usize>], n_splits: usize) -> Result<()> {
    let largest = members.iter().map(Vec::len).max().unwrap_or(0);
    if n_splits > largest {
        return Err(Error::precondition(format!(
            "n_splits is {n_splits}, but the largest class has only {largest} row(s) outside of the test set. \
             Use fewer folds or more rows."
        )));
    }
    Ok(())
}
