//! Files of every format as delimited text.

mod archive;
mod arff;
mod arff_dates;
mod arff_header;
mod arff_values;
mod json;
mod json_scan;
mod json_values;
mod sheets;
mod text;

use crate::csv::Dialect;
use crate::loader::Loader;
use crate::store::Source;
use indexmap::IndexMap;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use std::io::Read;

/// How the text of a file is to be read.
pub(crate) struct Form {
    /// The dialect of the text.
    pub dialect: Dialect,
    /// Types that the file itself declares.
    pub types: Option<IndexMap<String, ColumnType>>,
}

/// Gives `work` the text of a file from its start.
///
/// # Errors
/// [`Error::Invalid`] when the file is not of the loader's format, and the errors of `work`.
pub(crate) fn with_text<R>(
    source: &mut dyn Source,
    loader: &Loader,
    work: &mut dyn FnMut(&mut dyn Read, &Form) -> Result<R>,
) -> Result<R> {
    match loader {
        Loader::Csv(csv) => {
            let form = Form { dialect: Dialect::of_csv(csv)?, types: None };
            archive::with_raw(source, &mut |raw| work(raw, &form))
        }
        Loader::Json(json) => json::with_text(source, json, work),
        Loader::Arff(_) => archive::with_raw(source, &mut |raw| arff::with_text(raw, work)),
        Loader::Excel(excel) => sheets::with_text(source, excel, work),
    }
}

/// The error of a file that cannot be read at all.
fn unreadable(error: &std::io::Error) -> Error {
    Error::unavailable(format!("the file cannot be read: {error}"))
}

/// An error of ours in the middle of a stream of bytes; its text comes out again where the stream is read.
fn in_stream(error: Error) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, error.to_string())
}
