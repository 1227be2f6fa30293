//! How a text file is written, and which part of it is wanted.

use super::missing::{Missing, Truths};
use skydash_catalog::loaders::{Csv, Encoding, Excel, Header, list};
use skydash_domain::Result;

/// Everything the parser needs to know of a text file.
#[derive(Debug, Clone)]
pub(crate) struct Dialect {
    /// The byte between values.
    pub separator: u8,
    /// Row of the column names, counted from 0 after the skipped lines; none when there is no such row.
    pub header: Option<usize>,
    /// Names that replace those of the file; empty when the file's are wanted.
    pub names: Vec<String>,
    /// Lines to skip at the start.
    pub skip_lines: u64,
    /// Most rows to read.
    pub max_rows: Option<u64>,
    /// Whether blank lines are no rows.
    pub skip_blank: bool,
    /// How bytes spell characters.
    pub encoding: Encoding,
    /// Texts that mean no value.
    pub missing: Missing,
    /// Texts that mean true and false.
    pub truths: Truths,
}

impl Dialect {
    /// The dialect of a CSV file read with these parameters.
    pub(crate) fn of_csv(csv: &Csv) -> Result<Self> {
        let names = list(csv.names.as_deref());
        let header = match csv.header()? {
            Header::Infer => names.is_empty().then_some(0),
            Header::None => None,
            Header::Row(row) => Some(row),
        };
        Ok(Self {
            separator: csv.separator.byte(),
            header,
            names,
            skip_lines: csv.skiprows.unwrap_or(0),
            max_rows: csv.nrows,
            skip_blank: csv.skip_blank_lines,
            encoding: csv.encoding,
            missing: Missing::new(csv.na_values.as_deref(), csv.keep_default_na),
            truths: Truths::new(csv.true_values.as_deref(), csv.false_values.as_deref()),
        })
    }

    /// The dialect of a sheet once it is written as text by this crate.
    pub(crate) fn of_sheet(excel: &Excel) -> Self {
        Self {
            names: list(excel.names.as_deref()),
            header: excel.header.map(|row| row as usize),
            skip_lines: 0,
            max_rows: excel.nrows,
            missing: Missing::new(excel.na_values.as_deref(), excel.keep_default_na),
            truths: Truths::new(excel.true_values.as_deref(), excel.false_values.as_deref()),
            ..Self::plain()
        }
    }

    /// The dialect in which this crate writes other formats for its own parser: commas, a row of names, nothing for a
    /// missing value.
    pub(crate) fn plain() -> Self {
        Self {
            separator: b',',
            header: Some(0),
            names: Vec::new(),
            skip_lines: 0,
            max_rows: None,
            skip_blank: true,
            encoding: Encoding::Utf8,
            missing: Missing::empty(),
            truths: Truths::new(None, None),
        }
    }
}
