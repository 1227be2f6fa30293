//! Explorers: figures and tables that show what is in a table's columns.
//!
//! [`explore`] reads the columns it needs one by one and gives artifacts whose size does not grow with the rows: values are
//! binned or sampled, and a figure says so in its title when they are.
//!
//! An explorer is one file in `explorers`: an `Engine` for the component of that name in the catalog, which takes its checked
//! parameters and the `Scope` of columns, computes with `stats`, and draws with `Figure`. It is listed in `registry`.

mod choice;
mod cloud;
mod engine;
mod explorers;
mod figure;
mod groups;
mod label;
mod number;
mod palette;
mod registry;
mod sample;
mod scope;
mod series;
mod stats;
mod thin;
mod times;

use serde_json::{Map, Value};
use skydash_domain::artifact::Artifact;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

/// What is to be shown, and how.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The explorer's name.
    pub explorer: &'a str,
    /// The columns it looks at, in the client's order.
    pub columns: &'a [String],
    /// Its parameters, as the client sent them.
    pub parameters: &'a Map<String, Value>,
    /// The figure's title, where the user gave one in place of the explorer's own.
    pub title: Option<&'a str>,
}

/// Looks at a table. The same request on the same table gives the same artifacts.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Precondition`] with a sentence that names the column or parameter; those of `table` and
/// `progress`.
pub fn explore(request: Request<'_>, table: &dyn Columns, progress: &dyn Progress) -> Result<Vec<Artifact>> {
    let run = registry::find(request.explorer)
        .ok_or_else(|| Error::invalid(format!("There is no Explorer '{}'.", label::short(request.explorer))))?;
    run(request, table, progress)
}

/// The names of all explorers, in the order of the catalog.
pub fn names() -> impl Iterator<Item = &'static str> {
    registry::ALL.iter().map(|(name, _)| *name)
}
