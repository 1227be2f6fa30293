//! Changed tables: another version of a table, made of its columns and new ones.

mod group;
mod rebuild;
mod rewrite;
mod selection;

use crate::parts::Reader;
use skydash_domain::change::{Change, Made};
use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::progress::Progress;
use skydash_domain::summary::Summary;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};

/// What makes the new columns of a run of rows, given those that are read for it.
pub type Maker<'a> = &'a (dyn Fn(&[Column]) -> Result<Made> + Sync);

/// Writes the table that a change makes of another, and gives its summary, without statistics. Columns that stay are
/// copied as they are stored, not by way of text or floating point numbers; a change that only drops or moves columns
/// writes no rows.
///
/// # Errors
/// [`Error::Invalid`] for a column that the table does not have, or names that no table may have; what `make`, the stores
/// and `progress` return; [`Error::Precondition`] when nothing would be left.
pub fn changed(
    summary: &Summary,
    source: &dyn PartSource,
    change: &Change,
    make: Maker<'_>,
    sink: &mut dyn PartSink,
    progress: &dyn Progress,
) -> Result<Summary> {
    let reader = Reader::new(summary, source);
    let changed = match change {
        Change::ByRows(layout) if selection::is_selection(layout) => selection::selected(summary, layout),
        Change::ByRows(layout) => rewrite::rewrite(summary, &reader, layout, make, sink, progress),
        Change::Whole(rebuilt) => rebuild::rebuild(summary, &reader, rebuilt, sink, progress),
    }?;
    if changed.rows == 0 {
        return Err(Error::precondition("No rows would be left. Choose other columns or parameters."));
    }
    Ok(changed)
}

/// Checks the names of a changed table's columns.
fn check_names(names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Err(Error::precondition("No columns would be left. Leave at least one."));
    }
    crate::names::check(names)
}
