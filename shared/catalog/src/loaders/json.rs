//! Parameters of the JSON loader.

use super::{PARENTS, RELATED, metadata};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Reads JSON files: a list of objects, one object a row, at the top or under a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Json {
    /// Key of the top object that holds the rows. Empty means that the file itself is the list.
    pub data_key: Option<String>,
}

impl Default for Json {
    fn default() -> Self {
        Self { data_key: Some("data".to_owned()) }
    }
}

impl Component for Json {
    const NAME: &'static str = "JSONDataLoader";
    const KIND: Kind = Kind::DataLoader;
    const DISPLAY_NAME: &'static str = "JSON Data Loader";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = RELATED;

    fn metadata() -> Value {
        metadata(&[".json", ".zip"], false)
    }
}
