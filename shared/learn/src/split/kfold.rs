//! Folds of cross-validation.

use super::draw::{self, Sizes};
use super::plan::{CrossValidation, Scheme};
use super::{Fold, Folds, group, strata, stratified};
use crate::target::Target;
use skydash_domain::{Error, Result};
use skydash_numeric::random::RandomState;

/// The most folds of one run: each is a training.
const MAX_FOLDS: usize = 1_000;

pub(super) fn split(plan: &CrossValidation, target: &Target, groups: Option<&[u32]>) -> Result<Folds> {
    let groups = if plan.scheme.is_grouped() { Some(check_groups(groups, target.len())?) } else { None };
    let (full_train, test) = reserve(plan, target, groups)?;
    let codes = if plan.scheme.is_stratified() { Some(pick(strata(target)?, &full_train)) } else { None };
    let groups = groups.map(|groups| pick(groups, &full_train));
    let repetitions = plan.n_repeats.max(1);
    let n_splits = if plan.scheme == Scheme::LeaveOneOut { full_train.len() } else { plan.n_splits };
    check_count(plan, n_splits, repetitions, full_train.len())?;
    let mut random = (plan.shuffle || repetitions > 1).then(|| RandomState::new(plan.seed));
    let mut folds = Vec::with_capacity(n_splits * repetitions);
    for _ in 0..repetitions {
        let fold_of = match (plan.scheme, &codes, &groups) {
            (Scheme::StratifiedKFold, Some(codes), _) => stratified::folds(codes, n_splits, random.as_mut())?,
            (Scheme::GroupKFold, _, Some(groups)) => group::folds(groups, n_splits, random.as_mut())?,
            (Scheme::StratifiedGroupKFold, Some(codes), Some(groups)) => {
                group::stratified_folds(codes, groups, n_splits, random.as_mut())?
            }
            (Scheme::LeaveOneOut, _, _) => (0..n_splits).collect(),
            _ => plain(full_train.len(), n_splits, random.as_mut()),
        };
        folds.extend((0..n_splits).map(|number| fold(&full_train, &fold_of, number)));
    }
    Ok(Folds { folds, repetitions, full_train, test })
}

fn check_groups(groups: Option<&[u32]>, rows: usize) -> Result<&[u32]> {
    match groups {
        Some(groups) if groups.len() == rows => Ok(groups),
        Some(_) => Err(Error::internal("the groups are not those of the target's rows")),
        None => Err(Error::invalid("group_column is missing: name the column that tells which rows belong together.")),
    }
}

fn check_count(plan: &CrossValidation, n_splits: usize, repetitions: usize, rows: usize) -> Result<()> {
    if rows < 2 {
        return Err(Error::precondition(
            "There is only one row outside of the test set, too few for folds. Use more rows or set test_size to 0.",
        ));
    }
    if n_splits < 2 {
        return Err(Error::invalid("n_splits must be at least 2: a fold is held out and the others are learnt from."));
    }
    if n_splits > rows {
        return Err(Error::precondition(format!(
            "n_splits is {n_splits}, but there are only {rows} row(s) outside of the test set. Use fewer folds or more rows."
        )));
    }
    if n_splits.saturating_mul(repetitions) > MAX_FOLDS {
        let remedy =
            if plan.scheme == Scheme::LeaveOneOut { "Use KFoldSplitter" } else { "Use fewer folds or repeats" };
        return Err(Error::too_large(format!(
            "This makes {n_splits} folds {repetitions} time(s), each a training of its own; {MAX_FOLDS} are allowed. {remedy}."
        )));
    }
    Ok(())
}

/// The rows of the folds and those kept out of them, each in the table's order. Groups are kept
/// together and classes in proportion where the scheme does so.
fn reserve(plan: &CrossValidation, target: &Target, groups: Option<&[u32]>) -> Result<(Vec<usize>, Vec<usize>)> {
    let rows = target.len();
    if !(0.0..1.0).contains(&plan.test_size) {
        return Err(Error::invalid("test_size must be at least 0 and below 1."));
    }
    if plan.test_size == 0.0 {
        return Ok(((0..rows).collect(), Vec::new()));
    }
    let (mut train, mut test) = if let Some(groups) = groups {
        group::draw(groups, plan.test_size, plan.seed)?
    } else {
        let sizes = Sizes::second_share(plan.test_size, rows)?;
        match plan.scheme {
            Scheme::StratifiedKFold => draw::stratified(sizes, plan.seed, strata(target)?)?,
            _ => draw::plain(sizes, plan.seed),
        }
    };
    train.sort_unstable();
    test.sort_unstable();
    Ok((train, test))
}

fn pick(values: &[u32], rows: &[usize]) -> Vec<u32> {
    rows.iter().map(|&row| values[row]).collect()
}

fn fold(rows: &[usize], fold_of: &[usize], number: usize) -> Fold {
    let of = |held_out: bool| {
        let positions = fold_of.iter().enumerate().filter(move |(_, fold)| (**fold == number) == held_out);
        positions.map(|(position, _)| rows[position]).collect()
    };
    Fold { train: of(false), validation: of(true) }
}

/// The fold of each row: consecutive blocks, the first ones a row longer where it does not come out even.
fn plain(rows: usize, n_splits: usize, random: Option<&mut RandomState>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    if let Some(random) = random {
        random.shuffle(&mut order);
    }
    let mut fold_of = vec![0; rows];
    for (number, block) in blocks(&order, n_splits).enumerate() {
        for &row in block {
            fold_of[row] = number;
        }
    }
    fold_of
}

/// `values` in `count` consecutive blocks, the first ones longer by one where it does not come out even.
pub(super) fn blocks(values: &[usize], count: usize) -> impl Iterator<Item = &[usize]> {
    let (size, longer) = (values.len() / count, values.len() % count);
    let start = move |block: usize| block * size + block.min(longer);
    (0..count).map(move |block| &values[start(block)..start(block + 1)])
}
