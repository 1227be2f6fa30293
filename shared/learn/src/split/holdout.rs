//! Train, test and validation rows by proportion: the train rows are drawn first, then the rest is
//! divided with the same seed.

use super::draw::{self, Sizes};
use super::plan::Holdout;
use super::{Partitions, strata};
use crate::target::Target;
use skydash_domain::{Error, Result};

pub(super) fn split(plan: &Holdout, target: &Target) -> Result<Partitions> {
    check(plan)?;
    let rows: Vec<usize> = (0..target.len()).collect();
    let rest_share = plan.test + plan.validation;
    if rest_share <= 0.0 {
        return Ok(Partitions { train: rows, ..Partitions::default() });
    }
    let (train, rest) = cut(plan, &rows, plan.train, target)?;
    let (test, validation) = if plan.test <= 0.0 {
        (Vec::new(), rest)
    } else if plan.validation <= 0.0 {
        (rest, Vec::new())
    } else {
        cut(plan, &rest, plan.test / rest_share, target)?
    };
    Ok(Partitions { train, test, validation })
}

fn check(plan: &Holdout) -> Result<()> {
    let shares = [plan.train, plan.test, plan.validation];
    let total: f64 = shares.iter().sum();
    if !shares.iter().all(|share| (0.0..=1.0).contains(share)) || plan.train <= 0.0 || (total - 1.0).abs() > 1e-6 {
        return Err(Error::invalid(
            "train, test and validation must be proportions that add up to 1, with train above 0.",
        ));
    }
    if plan.stratify && !plan.shuffle {
        return Err(Error::invalid("stratify draws rows at random: switch shuffle on, or stratify off."));
    }
    Ok(())
}

/// Two parts of `rows`, the first of this share.
fn cut(plan: &Holdout, rows: &[usize], share: f64, target: &Target) -> Result<(Vec<usize>, Vec<usize>)> {
    let sizes = Sizes::first_share(share, rows.len())?;
    if !plan.shuffle {
        let (first, second) = rows.split_at(sizes.first);
        return Ok((first.to_vec(), second.to_vec()));
    }
    let (first, second) = if plan.stratify {
        let codes = strata(target)?;
        let codes: Vec<u32> = rows.iter().map(|&row| codes[row]).collect();
        draw::stratified(sizes, plan.seed, &codes)?
    } else {
        draw::plain(sizes, plan.seed)
    };
    let name = |picked: Vec<usize>| picked.into_iter().map(|position| rows[position]).collect();
    Ok((name(first), name(second)))
}
