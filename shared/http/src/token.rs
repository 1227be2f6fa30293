//! The `path=` of the file endpoints: an opaque token that leads to a table only through its owner.

use serde::Serialize;
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::notebook::Notebook;
use skydash_domain::prediction::Prediction;
use skydash_domain::{DatasetId, Error, NotebookId, PredictionId, Result};
use skydash_ports::Scope;
use std::fmt;
use std::str::FromStr;

/// Names the owner of a table: `datasets/7`, `notebooks/3` or `predictions/5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableToken {
    /// A dataset's table.
    Dataset(DatasetId),
    /// A notebook's current table.
    Notebook(NotebookId),
    /// A prediction's result.
    Prediction(PredictionId),
}

impl TableToken {
    /// The table its owner points to now, with the name a download of it gets.
    pub async fn resolve(self, scope: &Scope) -> Result<(TableVersion, String)> {
        let (table, name) = match self {
            Self::Dataset(id) => scope.meta.find::<Dataset>(id).await?.map(|it| (it.entity.table, it.entity.name)),
            Self::Notebook(id) => {
                scope.meta.find::<Notebook>(id).await?.map(|it| (Some(it.entity.table), it.entity.name))
            }
            Self::Prediction(id) => {
                scope.meta.find::<Prediction>(id).await?.map(|it| (it.entity.table, format!("prediction_{id}")))
            }
        }
        .ok_or_else(missing)?;
        Ok((table.ok_or_else(missing)?, name))
    }
}

fn missing() -> Error {
    Error::not_found("Dataset file not found")
}

impl fmt::Display for TableToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dataset(id) => write!(f, "datasets/{id}"),
            Self::Notebook(id) => write!(f, "notebooks/{id}"),
            Self::Prediction(id) => write!(f, "predictions/{id}"),
        }
    }
}

impl FromStr for TableToken {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (owner, id) = text.split_once('/').ok_or_else(missing)?;
        let id = id.parse::<i64>().ok().filter(|number| number.to_string() == id).ok_or_else(missing)?;
        match owner {
            "datasets" => Ok(Self::Dataset(id.into())),
            "notebooks" => Ok(Self::Notebook(id.into())),
            "predictions" => Ok(Self::Prediction(id.into())),
            _ => Err(missing()),
        }
    }
}

impl Serialize for TableToken {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_a_path() {
        for text in
            ["datasets/7/..", "../etc/passwd", "/datasets/7", "datasets/07", "datasets/", "datasets/+7", "x/1", ""]
        {
            assert!(text.parse::<TableToken>().is_err(), "{text}");
        }
        assert_eq!("predictions/5".parse::<TableToken>().unwrap().to_string(), "predictions/5");
    }
}
