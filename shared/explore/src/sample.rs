//! A random choice of rows that have a value in every column, the same each time.

use crate::label::count;
use crate::scope::Scope;
use skydash_domain::{Error, Result};
use skydash_numeric::random::RandomState;
use std::collections::HashSet;

/// Any number will do; it only has to stay the same.
const SEED: u32 = 20_261;

/// How many rows are looked at for each that is wanted, before it is known which of them have all values.
const SPARE: usize = 4;

/// Some rows, and the numbers of some columns for them.
#[derive(Debug)]
pub(crate) struct Sample {
    /// The rows, in ascending order.
    pub rows: Vec<usize>,
    /// The numbers of each column for these rows, all of them finite.
    pub columns: Vec<Vec<f64>>,
    total: usize,
    /// Whether rows with all values have been left out.
    thinned: bool,
}

impl Sample {
    /// At most `most` rows that have a finite number in every one of these columns.
    ///
    /// # Errors
    /// [`Error::Precondition`] when no row has.
    pub fn of(scope: &Scope<'_>, names: &[&str], most: usize) -> Result<Self> {
        let total = scope.rows();
        let candidates = draw(total, most * SPARE, SEED);
        let all = candidates.len() == total;
        let mut sample = Self::read(scope, names, candidates, total)?;
        if sample.rows.len() < most && !all {
            let complete = complete(scope, names)?;
            let chosen = draw(complete.len(), most, SEED);
            let thinned = chosen.len() < complete.len();
            sample = Self::read(scope, names, chosen.into_iter().map(|at| complete[at]).collect(), total)?;
            sample.thinned = thinned;
        } else if sample.rows.len() > most {
            let chosen = draw(sample.rows.len(), most, SEED);
            sample.rows = chosen.iter().map(|&at| sample.rows[at]).collect();
            for column in &mut sample.columns {
                *column = chosen.iter().map(|&at| column[at]).collect();
            }
            sample.thinned = true;
        } else {
            sample.thinned = !all;
        }
        if sample.rows.is_empty() {
            return Err(Error::precondition(format!(
                "No row has a value in all of the columns for {} to draw. Choose other columns, or fill missing values \
                 first.",
                scope.explorer
            )));
        }
        Ok(sample)
    }

    fn read(scope: &Scope<'_>, names: &[&str], rows: Vec<usize>, total: usize) -> Result<Self> {
        let mut columns = Vec::with_capacity(names.len());
        for (done, name) in names.iter().enumerate() {
            scope.report(done, names.len())?;
            columns.push(scope.numbers_at(name, &rows)?);
        }
        let keep: Vec<bool> =
            (0..rows.len()).map(|at| columns.iter().all(|column: &Vec<f64>| column[at].is_finite())).collect();
        for column in &mut columns {
            let mut kept = keep.iter();
            column.retain(|_| kept.next().copied().unwrap_or(false));
        }
        let rows = rows.into_iter().zip(&keep).filter_map(|(row, keep)| keep.then_some(row)).collect();
        Ok(Self { rows, columns, total, thinned: false })
    }

    /// What a figure has to say of it, when not all rows are drawn.
    pub fn note(&self) -> Option<String> {
        self.thinned
            .then(|| format!("A random sample of {} of {} rows is drawn.", count(self.rows.len()), count(self.total)))
    }
}

/// The rows that have a finite number in every column.
fn complete(scope: &Scope<'_>, names: &[&str]) -> Result<Vec<usize>> {
    let mut complete = vec![true; scope.rows()];
    for name in names {
        let numbers = scope.numbers(name)?;
        complete.iter_mut().zip(&numbers).for_each(|(complete, number)| *complete &= number.is_finite());
    }
    Ok(complete.iter().enumerate().filter_map(|(row, complete)| complete.then_some(row)).collect())
}

/// At most `most` of the numbers below `total`, in ascending order (R. Floyd, 1987).
pub(crate) fn draw(total: usize, most: usize, seed: u32) -> Vec<usize> {
    if total <= most {
        return (0..total).collect();
    }
    let mut random = RandomState::new(seed);
    let mut chosen = HashSet::with_capacity(most);
    for last in total - most..total {
        let row = random.up_to(last);
        if !chosen.insert(row) {
            chosen.insert(last);
        }
    }
    let mut rows: Vec<usize> = chosen.into_iter().collect();
    rows.sort_unstable();
    rows
}

/// At most `most` of some values, chosen at random.
pub(crate) fn thinned<T: Copy>(values: &[T], most: usize) -> Vec<T> {
    draw(values.len(), most, SEED).into_iter().map(|at| values[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_has_no_row_twice_and_is_the_same_each_time() {
        let rows = draw(1_000_000, 500, 7);
        assert_eq!(rows.len(), 500);
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]) && rows[499] < 1_000_000);
        assert_eq!(rows, draw(1_000_000, 500, 7));
        assert_ne!(rows, draw(1_000_000, 500, 8));
        assert_eq!(draw(3, 5, 0), [0, 1, 2]);
        let mean = rows.iter().sum::<usize>() / 500;
        assert!((400_000..600_000).contains(&mean), "{mean}");
    }
}
