//! The categories of a column, and finding those of another table among them.

use serde::{Deserialize, Serialize};
use skydash_domain::table::Column;
use skydash_domain::{Error, Result, categories};

/// Categories in the order in which they count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Categories(pub Vec<String>);

impl Categories {
    /// The position of each row's category, [`skydash_domain::table::MISSING`] where the value is missing.
    pub fn positions(&self, column: &Column) -> Result<Vec<u32>> {
        categories::positions(&self.0, column, |value| Err(self.unknown(column, value)))
    }

    fn unknown(&self, column: &Column, value: &str) -> Error {
        const SHOWN: usize = 10;
        let known: Vec<&str> = self.0.iter().take(SHOWN).map(String::as_str).collect();
        let more = if self.0.len() > SHOWN { ", ..." } else { "" };
        Error::invalid(format!(
            "Column '{}' has the value '{value}', which the model has never seen. Known values: {}{more}.",
            column.name,
            known.join(", ")
        ))
    }
}
