//! The `splits` text of a session.

use super::entries::{Entries, Entry};
use super::{
    GroupKFoldSplitter, HoldoutSplitter, KFoldSplitter, LeaveOneOutSplitter, RepeatedKFoldSplitter,
    RepeatedStratifiedKFoldSplitter, StratifiedGroupKFoldSplitter, StratifiedKFoldSplitter,
};
use crate::{Checked, Component};
use serde_json::{Map, Value};
use skydash_domain::{Error, Result};
use std::collections::BTreeMap;

/// How the rows of a session are partitioned.
#[derive(Debug, Clone, PartialEq)]
pub enum SplitterConfig {
    /// The session lists the rows itself.
    Given(Partitions),
    /// Train, validation and test by share.
    Holdout(Checked<HoldoutSplitter>),
    /// Folds.
    KFold(Checked<KFoldSplitter>),
    /// Folds with the classes in proportion.
    StratifiedKFold(Checked<StratifiedKFoldSplitter>),
    /// Folds of whole groups.
    GroupKFold(Checked<GroupKFoldSplitter>),
    /// Folds of whole groups with the classes nearly in proportion.
    StratifiedGroupKFold(Checked<StratifiedGroupKFoldSplitter>),
    /// Folds, several times.
    RepeatedKFold(Checked<RepeatedKFoldSplitter>),
    /// Folds with the classes in proportion, several times.
    RepeatedStratifiedKFold(Checked<RepeatedStratifiedKFoldSplitter>),
    /// One fold a row.
    LeaveOneOut(Checked<LeaveOneOutSplitter>),
}

/// Row numbers, counted from 0, of each partition. Whether they exist in the table is for its reader to check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partitions {
    /// Rows to learn from.
    pub train: Vec<usize>,
    /// Rows for the final score.
    pub test: Vec<usize>,
    /// Rows to compare models on.
    pub validation: Vec<usize>,
}

impl SplitterConfig {
    /// Whether it makes folds, and so needs cross-validation, instead of fixed partitions.
    #[must_use]
    pub fn is_folds(&self) -> bool {
        !matches!(self, Self::Given(_) | Self::Holdout(_))
    }

    /// The column whose groups must stay whole, if one was chosen.
    #[must_use]
    pub fn group_column(&self) -> Option<&str> {
        match self {
            Self::GroupKFold(splitter) => splitter.group_column.as_deref(),
            Self::StratifiedGroupKFold(splitter) => splitter.group_column.as_deref(),
            _ => None,
        }
    }
}

/// Reads the `splits` text of a session.
///
/// # Errors
/// [`Error::Invalid`] when it is no JSON object, names an unknown splitter, or does not fit the splitter.
pub fn parse(text: &str) -> Result<SplitterConfig> {
    let entries: Entries = serde_json::from_str(text)
        .map_err(|error| Error::invalid(format!("splits is not a valid JSON object: {error}")))?;
    entries.configure()
}

impl Entries {
    /// The splitter they name, configured. Unknown entries are ignored, missing parameters take their defaults, and
    /// the older names `seed` (for `random_state`) and `holdout` (for `test_size`) are understood.
    ///
    /// # Errors
    /// [`Error::Invalid`] when they name an unknown splitter or do not fit the splitter.
    pub fn configure(mut self) -> Result<SplitterConfig> {
        for (older, newer) in [("seed", "random_state"), ("holdout", "test_size")] {
            if let Some(entry) = self.0.remove(older) {
                self.0.entry(newer.to_owned()).or_insert(entry);
            }
        }
        let parameters = self.parameters();
        let name = parameters.get("splitter_name").and_then(Value::as_str).unwrap_or(HoldoutSplitter::NAME);
        configure(name, &parameters, self.0)
            .map_err(|error| match error {
                Error::Invalid(problem) => {
                    Error::invalid(format!("Invalid configuration for splitter {name}: {problem}"))
                }
                other => other,
            })?
            .ok_or_else(|| Error::invalid(format!("Splitter {name} does not exist in the registry.")))
    }
}

fn configure(name: &str, map: &Map<String, Value>, entries: BTreeMap<String, Entry>) -> Result<Option<SplitterConfig>> {
    Ok(Some(match name {
        HoldoutSplitter::NAME => match given(entries)? {
            Some(partitions) => SplitterConfig::Given(partitions),
            None => SplitterConfig::Holdout(Component::pick(map)?),
        },
        KFoldSplitter::NAME => SplitterConfig::KFold(Component::pick(map)?),
        StratifiedKFoldSplitter::NAME => SplitterConfig::StratifiedKFold(Component::pick(map)?),
        GroupKFoldSplitter::NAME => SplitterConfig::GroupKFold(Component::pick(map)?),
        StratifiedGroupKFoldSplitter::NAME => SplitterConfig::StratifiedGroupKFold(Component::pick(map)?),
        RepeatedKFoldSplitter::NAME => SplitterConfig::RepeatedKFold(Component::pick(map)?),
        RepeatedStratifiedKFoldSplitter::NAME => SplitterConfig::RepeatedStratifiedKFold(Component::pick(map)?),
        LeaveOneOutSplitter::NAME => SplitterConfig::LeaveOneOut(Component::pick(map)?),
        _ => return Ok(None),
    }))
}

/// The rows a holdout lists itself: under `splitted_indexes`, or, in older texts, directly under the partitions' names.
fn given(mut entries: BTreeMap<String, Entry>) -> Result<Option<Partitions>> {
    match entries.remove("splitted_indexes") {
        None | Some(Entry::Setting(Value::Null)) => {}
        Some(Entry::Object(mut lists)) => {
            return partitions(|name| lists.remove(&format!("{name}_indexes"))).map(Some);
        }
        Some(Entry::Setting(_) | Entry::Rows(_)) => return partitions(|_| None).map(Some),
    }
    if matches!(entries.get("train"), Some(Entry::Rows(_))) {
        return partitions(|name| entries.remove(if name == "val" { "validation" } else { name })).map(Some);
    }
    match entries.get("splitType") {
        Some(Entry::Setting(Value::String(kind))) if kind == "manual" || kind == "predefined" => {
            Err(Error::invalid(format!("splitType {kind} needs splitted_indexes with train_indexes.")))
        }
        _ => Ok(None),
    }
}

fn partitions(mut list: impl FnMut(&str) -> Option<Entry>) -> Result<Partitions> {
    let partitions =
        Partitions { train: indexes(list("train"))?, test: indexes(list("test"))?, validation: indexes(list("val"))? };
    if partitions.train.is_empty() {
        return Err(Error::invalid("train_indexes must list at least one row."));
    }
    let mut all: Vec<usize> =
        [&partitions.train, &partitions.test, &partitions.validation].into_iter().flatten().copied().collect();
    all.sort_unstable();
    match all.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            Err(Error::invalid(format!("Row {} is listed twice. Every row belongs to one partition.", pair[0])))
        }
        None => Ok(partitions),
    }
}

fn indexes(list: Option<Entry>) -> Result<Vec<usize>> {
    match list {
        None | Some(Entry::Setting(Value::Null)) => Ok(Vec::new()),
        Some(Entry::Rows(Some(rows))) => Ok(rows),
        Some(_) => Err(Error::invalid("Rows must be listed as numbers, counted from 0.")),
    }
}
