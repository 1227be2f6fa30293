//! Parameters of the CSV loader.

use super::{PARENTS, RELATED, metadata};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use skydash_domain::{Error, Result};

/// What separates the values of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Separator {
    /// Comma
    #[serde(rename = ",")]
    Comma,
    /// Semicolon
    #[serde(rename = ";")]
    Semicolon,
    /// Blank space
    #[serde(rename = "blank space")]
    BlankSpace,
    /// Tab
    #[serde(rename = "tab")]
    Tab,
}

impl Separator {
    /// The separating byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::BlankSpace => b' ',
            Self::Tab => b'\t',
        }
    }
}

/// How the bytes of a file spell its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark
    #[serde(rename = "utf-8")]
    Utf8,
    /// Latin-1
    #[serde(rename = "latin1")]
    Latin1,
    /// Windows-1252 (Western European)
    #[serde(rename = "cp1252")]
    Cp1252,
    /// ISO 8859-1 (the same as Latin-1)
    #[serde(rename = "iso-8859-1")]
    Iso8859_1,
}

/// Where the column names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// In the first row, unless names are given.
    Infer,
    /// Nowhere.
    None,
    /// In this row, counted from 0 after the skipped ones.
    Row(usize),
}

/// Reads text files with one row a line: CSV and its relatives.
///
/// Values may be quoted with `"` and then hold separators and line breaks. The types of the columns are inferred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Csv {
    /// What separates the values of a row.
    pub separator: Separator,
    /// Where the column names are: `infer` (the first row, unless names are given), `none`, or the number of the row,
    /// counted from 0.
    pub header: String,
    /// Names of the columns, separated by commas, when the file has none or others are wanted.
    pub names: Option<String>,
    /// How the bytes of the file spell its characters.
    pub encoding: Encoding,
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
    /// Whether blank lines are skipped instead of read as rows of missing values.
    pub skip_blank_lines: bool,
    /// Lines to skip at the start of the file.
    #[schemars(title = "Skip rows", range(min = 0))]
    pub skiprows: Option<u64>,
    /// Most rows to read. Empty means all.
    #[schemars(title = "N rows", range(min = 0))]
    pub nrows: Option<u64>,
}

impl Csv {
    /// Where the column names are.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the text is none of the ones that the parameter's description names.
    pub fn header(&self) -> Result<Header> {
        match self.header.trim().to_ascii_lowercase().as_str() {
            "" | "infer" => Ok(Header::Infer),
            "none" | "null" => Ok(Header::None),
            row => row.parse().map(Header::Row).map_err(|_| {
                Error::invalid("Parameter 'header' of CSVDataLoader must be infer, none, or the number of a row.")
            }),
        }
    }
}

impl Default for Csv {
    fn default() -> Self {
        Self {
            separator: Separator::Comma,
            header: "infer".to_owned(),
            names: None,
            encoding: Encoding::Utf8,
            na_values: None,
            keep_default_na: true,
            true_values: None,
            false_values: None,
            skip_blank_lines: true,
            skiprows: None,
            nrows: None,
        }
    }
}

impl Component for Csv {
    const NAME: &'static str = "CSVDataLoader";
    const KIND: Kind = Kind::DataLoader;
    const DISPLAY_NAME: &'static str = "CSV Data Loader";
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = RELATED;

    fn metadata() -> Value {
        metadata(&[".csv", ".zip"], false)
    }
}
