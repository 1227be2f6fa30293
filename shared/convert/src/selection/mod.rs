//! Keeping the columns that say something.

pub(crate) mod generic_univariate_select;
mod rule;
mod scores;
pub(crate) mod select_fdr;
pub(crate) mod select_fpr;
pub(crate) mod select_fwe;
pub(crate) mod select_k_best;
pub(crate) mod select_percentile;
#[cfg(test)]
mod tests;
pub(crate) mod variance_threshold;

use crate::columns::column_remover::ColumnRemover;
use crate::sample::Sample;
use rule::Rule;
use skydash_domain::{Error, Result};

/// Removes the columns in the scope that a rule does not keep.
fn select(rule: Rule, sample: &Sample<'_>) -> Result<ColumnRemover> {
    let scores = scores::learn(sample)?;
    removing(&rule.kept(&scores), sample, rule.remedy())
}

/// Removes the columns in the scope that are not kept.
///
/// # Errors
/// [`Error::Precondition`] with the remedy when none is kept.
fn removing(kept: &[bool], sample: &Sample<'_>, remedy: &str) -> Result<ColumnRemover> {
    if !kept.contains(&true) {
        return Err(Error::precondition(format!("{} would keep no column. {remedy}", sample.converter())));
    }
    let removed = sample.names().iter().zip(kept).filter(|(_, kept)| !**kept).map(|(name, _)| name.clone());
    Ok(ColumnRemover::new(removed.collect()))
}
