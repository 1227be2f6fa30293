//! Learning what a converter has to know.

use crate::fitted::Fitted;
use serde_json::{Map, Value};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

/// What is to be converted, and how.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The converter's name.
    pub converter: &'a str,
    /// Its parameters, as the client sent them.
    pub parameters: &'a Map<String, Value>,
    /// The columns it works on; empty for all.
    pub scope: &'a [String],
    /// The rows it learns from, counted from 0; empty for all. It changes all rows in any case.
    pub rows: &'a [usize],
    /// The target column, for converters that need one.
    pub target: Option<&'a str>,
}

/// Learns from a table. The same request on the same table gives the same bytes.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Precondition`] with a sentence that names the column or parameter.
pub fn fit(request: Request<'_>, table: &dyn Columns, progress: &dyn Progress) -> Result<Fitted> {
    let _ = (table, progress);
    Err(Error::invalid(format!("There is no Converter '{}'.", request.converter)))
}
