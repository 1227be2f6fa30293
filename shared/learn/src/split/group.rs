//! Folds that keep the rows of a group together.

use super::draw::{self, Sizes, members};
use super::kfold::blocks;
use super::stratified::check_members;
use skydash_domain::table::{Column, MISSING, Values};
use skydash_domain::{Error, Result};
use skydash_numeric::random::RandomState;
use std::collections::BTreeMap;

/// The most group-class pairs that stratified groups are balanced over.
const MAX_PAIRS: usize = 10_000_000;

/// The group of each row: equal values of `column` are one group, numbered in sorted order.
///
/// # Errors
/// [`Error::Precondition`] that names the column, when a value is missing.
pub fn groups(column: &Column) -> Result<Vec<u32>> {
    let missing = || {
        Error::precondition(format!(
            "The group column '{}' has missing values. Fill them or remove those rows.",
            column.name
        ))
    };
    match &column.values {
        Values::Numbers(values) if values.iter().any(|value| value.is_nan()) => Err(missing()),
        Values::Numbers(values) => Ok(number(values.iter().map(|value| ordered(*value)))),
        Values::Codes(codes) if codes.contains(&MISSING) => Err(missing()),
        Values::Codes(codes) => Ok(number(codes.iter())),
        Values::Texts(texts) => {
            Ok(number(texts.iter().map(|text| text.as_deref().ok_or_else(missing)).collect::<Result<Vec<_>>>()?))
        }
    }
}

/// Bits that sort as the number does; both zeros are one.
fn ordered(value: f64) -> u64 {
    let bits = if value == 0.0 { 0 } else { value.to_bits() };
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

fn number<T: Ord + Copy>(values: impl IntoIterator<Item = T>) -> Vec<u32> {
    let values: Vec<T> = values.into_iter().collect();
    let mut numbers: BTreeMap<T, u32> = values.iter().map(|&value| (value, 0)).collect();
    for (number, slot) in (0..).zip(numbers.values_mut()) {
        *slot = number;
    }
    values.iter().filter_map(|value| numbers.get(value).copied()).collect()
}

/// Draws whole groups: `share` of the groups (rounded up) make the second part.
pub(super) fn draw(groups: &[u32], share: f64, seed: u32) -> Result<(Vec<usize>, Vec<usize>)> {
    let members = members(groups);
    let sizes = Sizes::second_share(share, members.len()).map_err(|_| {
        Error::precondition(format!(
            "The group column has {} group(s), too few to keep some for the test set. Set test_size to 0 or use another column.",
            members.len()
        ))
    })?;
    let (first, second) = draw::plain(sizes, seed);
    let rows = |picked: Vec<usize>| picked.into_iter().flat_map(|group| members[group].iter().copied()).collect();
    Ok((rows(first), rows(second)))
}

fn check_groups(members: &[Vec<usize>], n_splits: usize) -> Result<()> {
    if n_splits > members.len() {
        return Err(Error::precondition(format!(
            "n_splits is {n_splits}, but the group column has only {} group(s) outside of the test set. Use fewer folds or another column.",
            members.len()
        )));
    }
    Ok(())
}

/// The fold of each row. Shuffled, every fold gets as many groups; otherwise the largest group goes to
/// the fold with the fewest rows, then the next largest.
pub(super) fn folds(groups: &[u32], n_splits: usize, random: Option<&mut RandomState>) -> Result<Vec<usize>> {
    let members = members(groups);
    check_groups(&members, n_splits)?;
    let mut fold_of = vec![0; groups.len()];
    let mut place = |group: usize, fold: usize| members[group].iter().for_each(|&row| fold_of[row] = fold);
    if let Some(random) = random {
        let order = random.permutation(members.len());
        for (fold, block) in blocks(&order, n_splits).enumerate() {
            block.iter().for_each(|&group| place(group, fold));
        }
        return Ok(fold_of);
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|&group| members[group].len());
    let mut loads = vec![0; n_splits];
    for &group in order.iter().rev() {
        let lightest = (1..n_splits).fold(0, |best, fold| if loads[fold] < loads[best] { fold } else { best });
        loads[lightest] += members[group].len();
        place(group, lightest);
    }
    Ok(fold_of)
}

/// The fold of each row. Groups with the most uneven classes are placed first, each where the classes
/// stay most alike between folds, then where the fewest rows are.
pub(super) fn stratified_folds(
    strata: &[u32],
    groups: &[u32],
    n_splits: usize,
    random: Option<&mut RandomState>,
) -> Result<Vec<usize>> {
    let (classes, members) = (members(strata), members(groups));
    check_members(&classes, n_splits)?;
    check_groups(&members, n_splits)?;
    if classes.len().saturating_mul(members.len()) > MAX_PAIRS {
        return Err(Error::too_large(
            "The output column has too many classes for so many groups to be balanced. Use GroupKFoldSplitter.",
        ));
    }
    let mut class_of = vec![0; strata.len()];
    for (class, rows) in classes.iter().enumerate() {
        rows.iter().for_each(|&row| class_of[row] = class);
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    if let Some(random) = random {
        random.shuffle(&mut order);
    }
    let mut placed: Vec<(usize, Vec<f64>, f64)> = order
        .into_iter()
        .map(|group| {
            let mut counts = vec![0.0; classes.len()];
            members[group].iter().for_each(|&row| counts[class_of[row]] += 1.0);
            let unevenness = deviation(&counts);
            (group, counts, unevenness)
        })
        .collect();
    placed.sort_by(|a, b| b.2.total_cmp(&a.2));
    let totals: Vec<f64> = classes.iter().map(|rows| rows.len() as f64).collect();
    let mut loads = vec![vec![0.0; classes.len()]; n_splits];
    let mut fold_of = vec![0; strata.len()];
    for (group, counts, _) in &placed {
        let fold = best_fold(&mut loads, &totals, counts);
        add(&mut loads[fold], counts, 1.0);
        members[*group].iter().for_each(|&row| fold_of[row] = fold);
    }
    Ok(fold_of)
}

fn add(load: &mut [f64], counts: &[f64], sign: f64) {
    load.iter_mut().zip(counts).for_each(|(load, count)| *load += sign * count);
}

fn best_fold(loads: &mut [Vec<f64>], totals: &[f64], counts: &[f64]) -> usize {
    let (mut best, mut least_spread, mut least_rows) = (0, f64::INFINITY, f64::INFINITY);
    for fold in 0..loads.len() {
        add(&mut loads[fold], counts, 1.0);
        let spreads: Vec<f64> = (0..totals.len()).map(|class| spread(loads, class, totals[class])).collect();
        add(&mut loads[fold], counts, -1.0);
        let spread = sum(&spreads) / spreads.len() as f64;
        let rows: f64 = loads[fold].iter().sum();
        let alike = least_spread.is_finite() && (spread - least_spread).abs() <= 1e-8 + 1e-5 * least_spread;
        if spread < least_spread || (alike && rows < least_rows) {
            (best, least_spread, least_rows) = (fold, spread, rows);
        }
    }
    best
}

/// How unevenly the rows of a class are spread over folds: the standard deviation of its shares.
fn spread(loads: &[Vec<f64>], class: usize, total: f64) -> f64 {
    let share = |load: &Vec<f64>| load[class] / total;
    let count = loads.len() as f64;
    let center = loads.iter().map(share).sum::<f64>() / count;
    (loads.iter().map(|load| (share(load) - center).powi(2)).sum::<f64>() / count).sqrt()
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let center = sum(values) / count;
    let squares: Vec<f64> = values.iter().map(|value| (value - center) * (value - center)).collect();
    (sum(&squares) / count).sqrt()
}

/// A sum in numpy's pairwise order, so that ties between folds break as they do there.
fn sum(values: &[f64]) -> f64 {
    if values.len() < 8 {
        return values.iter().sum();
    }
    if values.len() > 128 {
        let middle = values.len() / 2 / 8 * 8;
        return sum(&values[..middle]) + sum(&values[middle..]);
    }
    let mut lanes = [0.0; 8];
    let whole = values.chunks_exact(8);
    let rest = whole.remainder();
    for chunk in whole {
        lanes.iter_mut().zip(chunk).for_each(|(lane, value)| *lane += value);
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    rest.iter().fold(((a + b) + (c + d)) + ((e + f) + (g + h)), |total, value| total + value)
}
