//! Learning what a converter has to know.

use crate::fitted::Fitted;
use crate::registry::Learnt;
use serde_json::{Map, Value};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;

/// What is to be converted, and how.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The converter's name.
    pub converter: &'a str,
    /// Its parameters, as the client sent them.
    pub parameters: &'a Map<String, Value>,
    /// The columns it works on, which it takes in the order of the table; empty for all (but the target, where it has one).
    pub scope: &'a [String],
    /// The rows it learns from, counted from 0; empty for all. It changes all rows in any case.
    pub rows: &'a [usize],
    /// The target column, for converters that need one; ignored by others.
    pub target: Option<&'a str>,
}

/// Learns from a table. The same request on the same table gives the same bytes.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] and [`skydash_domain::Error::Precondition`] with a sentence that names the column or
/// parameter; [`skydash_domain::Error::TooLarge`] for more than memory holds; those of `table` and `progress`.
pub fn fit(request: Request<'_>, table: &dyn Columns, progress: &dyn Progress) -> Result<Fitted> {
    progress.report(0.0)?;
    Learnt::learn(request, table, progress).map(Fitted::from)
}
