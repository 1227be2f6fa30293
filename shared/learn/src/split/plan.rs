//! What the nine splitters come down to.

use super::Partitions;
use skydash_catalog::splitters::SplitterConfig;
use skydash_domain::{Error, Result};

/// How rows are divided.
pub(super) enum Plan {
    /// Into the rows listed.
    Given(Partitions),
    /// By proportion.
    Holdout(Holdout),
    /// Into folds.
    Folds(CrossValidation),
}

/// Proportions of the three partitions.
pub(super) struct Holdout {
    pub train: f64,
    pub test: f64,
    pub validation: f64,
    pub stratify: bool,
    pub shuffle: bool,
    pub seed: u32,
}

/// How rows are divided into folds.
pub(super) struct CrossValidation {
    pub scheme: Scheme,
    /// Number of folds. Ignored by [`Scheme::LeaveOneOut`].
    pub n_splits: usize,
    /// How often it is done, each time with other folds; more than once implies `shuffle`.
    pub n_repeats: usize,
    pub shuffle: bool,
    pub seed: u32,
    /// Share of rows kept out of all folds.
    pub test_size: f64,
}

/// The sort of folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Of equal size.
    KFold,
    /// With the classes in the proportion of the whole.
    StratifiedKFold,
    /// Keeping the rows of a group together.
    GroupKFold,
    /// Both.
    StratifiedGroupKFold,
    /// One for every row.
    LeaveOneOut,
}

impl Scheme {
    pub fn is_stratified(self) -> bool {
        matches!(self, Self::StratifiedKFold | Self::StratifiedGroupKFold)
    }

    pub fn is_grouped(self) -> bool {
        matches!(self, Self::GroupKFold | Self::StratifiedGroupKFold)
    }
}

impl Plan {
    pub fn new(config: &SplitterConfig) -> Result<Self> {
        use SplitterConfig as Config;
        let folds = |scheme, n_splits: u32, n_repeats: u32, (shuffle, seed): (bool, u64), test_size| {
            let (n_splits, n_repeats) = (n_splits as usize, n_repeats as usize);
            Ok(Self::Folds(CrossValidation { scheme, n_splits, n_repeats, shuffle, seed: narrow(seed)?, test_size }))
        };
        match config {
            Config::Given(lists) => Ok(Self::Given(Partitions {
                train: lists.train.clone(),
                test: lists.test.clone(),
                validation: lists.validation.clone(),
            })),
            Config::Holdout(p) => Ok(Self::Holdout(Holdout {
                train: p.train,
                test: p.test,
                validation: p.validation,
                stratify: p.stratify,
                shuffle: p.shuffle,
                seed: narrow(p.random_state)?,
            })),
            Config::KFold(p) => folds(Scheme::KFold, p.n_splits, 1, (p.shuffle, p.random_state), p.test_size),
            Config::StratifiedKFold(p) => {
                folds(Scheme::StratifiedKFold, p.n_splits, 1, (p.shuffle, p.random_state), p.test_size)
            }
            Config::GroupKFold(p) => folds(Scheme::GroupKFold, p.n_splits, 1, (p.shuffle, p.random_state), p.test_size),
            Config::StratifiedGroupKFold(p) => {
                folds(Scheme::StratifiedGroupKFold, p.n_splits, 1, (p.shuffle, p.random_state), p.test_size)
            }
            Config::RepeatedKFold(p) => {
                folds(Scheme::KFold, p.n_splits, p.n_repeats, (true, p.random_state), p.test_size)
            }
            Config::RepeatedStratifiedKFold(p) => {
                folds(Scheme::StratifiedKFold, p.n_splits, p.n_repeats, (true, p.random_state), p.test_size)
            }
            Config::LeaveOneOut(p) => folds(Scheme::LeaveOneOut, 0, 1, (false, DEFAULT_SEED), p.test_size),
        }
    }
}

/// The seed of what a splitter without one draws.
const DEFAULT_SEED: u64 = 42;

fn narrow(seed: u64) -> Result<u32> {
    u32::try_from(seed).map_err(|_| Error::invalid("random_state must be a whole number from 0 to 4294967295."))
}
