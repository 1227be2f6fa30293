//! Parameters of the ARFF loader: none.

use super::{PARENTS, RELATED, metadata};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Reads ARFF files, the format of Weka.
///
/// Column names and types come from the header of the file, so there is nothing to configure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Arff {}

impl Component for Arff {
    const NAME: &'static str = "ARFFDataLoader";
    const KIND: Kind = Kind::DataLoader;
    const DISPLAY_NAME: &'static str = "ARFF Data Loader";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = RELATED;

    fn metadata() -> Value {
        metadata(&[".arff", ".zip"], true)
    }
}
