//! Which rows a model learns from, and which it is judged by.
//!
//! Partitions are the ones scikit-learn 1.9 draws for the same seed.

mod draw;
mod group;
mod holdout;
mod kfold;
mod manual;
mod partition;
mod plan;
mod stratified;

pub use group::groups;
pub use partition::{Fold, Folds, Partitions, Split};

use crate::target::Target;
use plan::Plan;
use skydash_catalog::splitters::SplitterConfig;
use skydash_domain::{Error, Result};

/// Divides the rows of `target`.
///
/// `groups` holds each row's group (see [`groups()`]) and is needed where the configuration keeps the groups of
/// a column together.
///
/// # Errors
/// [`Error::Precondition`] or [`Error::Invalid`] with a sentence when the rows, classes or groups are too
/// few for the division asked for, or listed rows do not exist; [`Error::TooLarge`] when it would make too
/// many folds.
pub fn split(config: &SplitterConfig, target: &Target, groups: Option<&[u32]>) -> Result<Split> {
    if target.is_empty() {
        return Err(Error::precondition("The dataset has no rows to train on. Choose another dataset."));
    }
    match Plan::new(config)? {
        Plan::Holdout(holdout) => holdout::split(&holdout, target).map(Split::Partitions),
        Plan::Given(partitions) => {
            manual::check(&partitions, target.len())?;
            Ok(Split::Partitions(partitions))
        }
        Plan::Folds(folds) => kfold::split(&folds, target, groups).map(Split::Folds),
    }
}

/// The classes to stratify by.
fn strata(target: &Target) -> Result<&[u32]> {
    target.codes().ok_or_else(|| {
        Error::invalid(
            "Stratifying needs a Categorical output column. Switch it off or use a splitter that is not stratified.",
        )
    })
}

#[cfg(test)]
mod tests;
