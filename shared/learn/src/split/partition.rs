//! The result of a division, and its JSON text.

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use skydash_domain::{Error, Result};

/// Row numbers by partition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Partitions {
    /// Rows to learn from.
    #[serde(rename = "train_indexes")]
    pub train: Vec<usize>,
    /// Rows for the final score.
    #[serde(rename = "test_indexes", default)]
    pub test: Vec<usize>,
    /// Rows for comparing models.
    #[serde(rename = "val_indexes", default)]
    pub validation: Vec<usize>,
}

/// One fold of a cross-validation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fold {
    /// Rows to learn from.
    #[serde(rename = "train_indexes")]
    pub train: Vec<usize>,
    /// Rows held out.
    #[serde(rename = "validation_indexes")]
    pub validation: Vec<usize>,
}

/// Folds, and the rows outside of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    /// The folds, repetition after repetition.
    pub folds: Vec<Fold>,
    /// How many repetitions they make up, all of the same number of folds.
    pub repetitions: usize,
    /// All rows of the folds: the final model learns from these.
    pub full_train: Vec<usize>,
    /// The rows kept out of all folds, for the final score.
    pub test: Vec<usize>,
}

/// A division of the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// Into partitions.
    Partitions(Partitions),
    /// Into folds.
    Folds(Folds),
}

impl Split {
    /// The text clients see as a run's `split_indexes`.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub fn to_json(&self) -> Result<String> {
        let text = match self {
            Self::Partitions(partitions) => serde_json::to_string(partitions),
            Self::Folds(folds) => serde_json::to_string(folds),
        };
        text.map_err(|error| Error::internal(format!("a split cannot be written: {error}")))
    }

    /// The rows of the partition a client names: `train`, `test` or `val` (of folds: the rows inside and
    /// outside of them), if it has any.
    #[must_use]
    pub fn rows(&self, name: &str) -> Option<&[usize]> {
        self.named().into_iter().find_map(|(known, rows)| (known == name).then_some(rows))
    }

    /// The partitions that have rows, with the names clients use.
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, &[usize])> {
        let all: [(&str, &[usize]); 3] = match self {
            Self::Partitions(parts) => [("train", &parts.train), ("test", &parts.test), ("val", &parts.validation)],
            Self::Folds(folds) => [("train", &folds.full_train), ("test", &folds.test), ("val", &[])],
        };
        all.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// The partitions that a stored `split_indexes` text names, without its folds.
    ///
    /// # Errors
    /// [`Error::Internal`] when the text is not one that [`Split::to_json`] writes.
    pub fn partitions_from_json(text: &str) -> Result<Partitions> {
        let stored: Stored = serde_json::from_str(text)
            .map_err(|error| Error::internal(format!("stored split indexes cannot be read: {error}")))?;
        Ok(match stored {
            Stored::Folds { full_dataset } => {
                Partitions { train: full_dataset.train, test: full_dataset.test, validation: Vec::new() }
            }
            Stored::Partitions(partitions) => partitions,
        })
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Folds { full_dataset: Partitions },
    Partitions(Partitions),
}

#[derive(Serialize)]
struct FullDataset<'a> {
    train_indexes: &'a [usize],
    test_indexes: &'a [usize],
}

impl Serialize for Folds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.folds.len() + 1))?;
        for (number, fold) in self.folds.iter().enumerate() {
            map.serialize_entry(&format!("fold_{number}"), fold)?;
        }
        let full = FullDataset { train_indexes: &self.full_train, test_indexes: &self.test };
        map.serialize_entry("full_dataset", &full)?;
        map.end()
    }
}
