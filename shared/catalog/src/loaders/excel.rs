//! Parameters of the spreadsheet loader.

use super::{PARENTS, RELATED, metadata};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Sheet {
    /// By position, counted from 0.
    Index(#[schemars(range(min = 0))] u32),
    /// By name.
    Name(String),
}

/// Reads one sheet of a spreadsheet file (Excel or OpenDocument).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Excel {
    /// The sheet: its position, counted from 0, or its name.
    pub sheet: Sheet,
    /// Row of the column names, counted from 0 after the skipped ones. Empty means that there are none.
    #[schemars(range(min = 0))]
    pub header: Option<u32>,
    /// Columns to read: letters and ranges of letters such as `A,C:E`. Empty means all.
    #[schemars(title = "Use columns")]
    pub usecols: Option<String>,
    /// Rows to skip at the top of the sheet.
    #[schemars(title = "Skip rows", range(min = 0))]
    pub skiprows: Option<u64>,
    /// Most rows to read. Empty means all.
    #[schemars(title = "N rows", range(min = 1))]
    pub nrows: Option<u64>,
    /// Names of the columns, separated by commas, when the sheet has none or others are wanted.
    pub names: Option<String>,
    /// More texts that mean a missing value, separated by commas.
    #[schemars(title = "NA values")]
    pub na_values: Option<String>,
    /// Whether the usual texts (empty, `NA`, `NaN`, `null`, ...) mean a missing value.
    #[schemars(title = "Keep default NA")]
    pub keep_default_na: bool,
    /// More texts that mean true, separated by commas.
    pub true_values: Option<String>,
    /// More texts that mean false, separated by commas.
    pub false_values: Option<String>,
}

impl Default for Excel {
    fn default() -> Self {
        Self {
            sheet: Sheet::Index(0),
            header: Some(0),
            usecols: None,
            skiprows: None,
            nrows: None,
            names: None,
            na_values: None,
            keep_default_na: true,
            true_values: None,
            false_values: None,
        }
    }
}

impl Component for Excel {
    const NAME: &'static str = "ExcelDataLoader";
    const KIND: Kind = Kind::DataLoader;
    const DISPLAY_NAME: &'static str = "Excel Data Loader";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = RELATED;

    fn metadata() -> Value {
        metadata(&[".xls", ".xlsx", ".ods", ".zip"], false)
    }
}
