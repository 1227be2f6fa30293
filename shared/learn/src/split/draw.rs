//! Drawing some of the rows: `train_test_split` and what it is made of.

use skydash_domain::{Error, Result};
use skydash_numeric::random::RandomState;

/// The sizes of a first and a second part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub first: usize,
    pub second: usize,
}

impl Sizes {
    /// A first part of this share, rounded down.
    pub fn first_share(share: f64, rows: usize) -> Result<Self> {
        let first = ((share * rows as f64).floor() as usize).min(rows);
        Self { first, second: rows - first }.checked(rows)
    }

    /// A second part of this share, rounded up.
    pub fn second_share(share: f64, rows: usize) -> Result<Self> {
        let second = ((share * rows as f64).ceil() as usize).min(rows);
        Self { first: rows - second, second }.checked(rows)
    }

    fn checked(self, rows: usize) -> Result<Self> {
        if self.first == 0 || self.second == 0 {
            return Err(Error::precondition(format!(
                "{rows} row(s) are too few to divide in these proportions: a partition would be empty. \
                 Use more rows or other proportions."
            )));
        }
        Ok(self)
    }
}

/// Two disjoint parts of the numbers below `sizes.first + sizes.second`, in random order.
pub(super) fn plain(sizes: Sizes, seed: u32) -> (Vec<usize>, Vec<usize>) {
    let mut order = RandomState::new(seed).permutation(sizes.first + sizes.second);
    let first = order.split_off(sizes.second);
    (first, order)
}

/// Like [`plain`], with each class of `strata` in the same proportion in both parts.
pub(super) fn stratified(sizes: Sizes, seed: u32, strata: &[u32]) -> Result<(Vec<usize>, Vec<usize>)> {
    let members = members(strata);
    check_strata(&members, sizes)?;
    let mut random = RandomState::new(seed);
    let counts: Vec<usize> = members.iter().map(Vec::len).collect();
    let in_first = proportional(&counts, sizes.first, &mut random);
    let left: Vec<usize> = counts.iter().zip(&in_first).map(|(all, taken)| all - taken).collect();
    let in_second = proportional(&left, sizes.second, &mut random);
    let (mut first, mut second) = (Vec::with_capacity(sizes.first), Vec::with_capacity(sizes.second));
    for ((rows, take), rest) in members.iter().zip(&in_first).zip(&in_second) {
        let order = random.permutation(rows.len());
        first.extend(order.iter().take(*take).map(|&i| rows[i]));
        second.extend(order.iter().skip(*take).take(*rest).map(|&i| rows[i]));
    }
    random.shuffle(&mut first);
    random.shuffle(&mut second);
    Ok((first, second))
}

fn check_strata(members: &[Vec<usize>], sizes: Sizes) -> Result<()> {
    let lonely = members.iter().filter(|rows| rows.len() < 2).count();
    if lonely > 0 {
        return Err(Error::precondition(format!(
            "Stratifying needs at least 2 rows of every class, but {lonely} class(es) of the output column have \
             only one. Remove such rows, merge the classes, or switch stratify off."
        )));
    }
    let smaller = sizes.first.min(sizes.second);
    if smaller < members.len() {
        return Err(Error::precondition(format!(
            "Stratifying needs a row of each of the {} classes in every partition, but one would get only {smaller} \
             row(s). Use more rows, other proportions, or switch stratify off.",
            members.len()
        )));
    }
    Ok(())
}

/// The rows of each class that occurs, in order of class and row.
pub(super) fn members(strata: &[u32]) -> Vec<Vec<usize>> {
    let classes = strata.iter().max().map_or(0, |&most| most as usize + 1);
    let mut members = vec![Vec::new(); classes];
    for (row, &class) in strata.iter().enumerate() {
        members[class as usize].push(row);
    }
    members.retain(|rows| !rows.is_empty());
    members
}

/// How many of each class to draw so that `draws` are drawn in proportion to `counts`: rounded down,
/// then one more where the fraction lost is largest, ties at random.
fn proportional(counts: &[usize], draws: usize, random: &mut RandomState) -> Vec<usize> {
    let total: usize = counts.iter().sum();
    let exact: Vec<f64> = counts.iter().map(|&count| count as f64 / total as f64 * draws as f64).collect();
    let mut taken: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let mut missing = draws.saturating_sub(taken.iter().sum());
    let lost: Vec<f64> = exact.iter().map(|share| share - share.floor()).collect();
    let mut by_loss: Vec<usize> = (0..counts.len()).collect();
    by_loss.sort_by(|&a, &b| lost[b].total_cmp(&lost[a]));
    for tied in by_loss.chunk_by(|&a, &b| lost[a] == lost[b]) {
        if missing == 0 {
            break;
        }
        let order = random.permutation(tied.len());
        for &winner in order.iter().take(missing) {
            taken[tied[winner]] += 1;
        }
        missing -= missing.min(tied.len());
    }
    taken
}
