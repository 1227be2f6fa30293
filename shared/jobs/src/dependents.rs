//! What holds a dataset's rows in place: model sessions, whose runs have scores on them.
//!
//! Who adds a session to a dataset writes the dataset as well, over the version it was read at, and only while no job works
//! on it. So a job for the dataset and a session of it cannot both be stored without one seeing the other.

use skydash_domain::dataset::Dataset;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result};
use skydash_ports::{Entity, Query, Scope, Stored};

/// Sessions that a refusal names.
const NAMED: usize = 3;

/// Refuses other rows for a dataset that has a table already and model sessions on it: scores would be kept that were made
/// with rows that are gone.
///
/// # Errors
/// [`Error::Conflict`] with the names of the sessions and what to do.
pub async fn refuse(scope: &Scope, dataset: &Dataset) -> Result<()> {
    if dataset.table.is_none() {
        return Ok(());
    }
    let sessions: Vec<Stored<Session>> = scope.meta.collect(Query::children(Session::KIND, dataset.key())).await?;
    if sessions.is_empty() { Ok(()) } else { Err(in_use(dataset, &sessions)) }
}

fn in_use(dataset: &Dataset, sessions: &[Stored<Session>]) -> Error {
    let names: Vec<String> = sessions.iter().take(NAMED).map(|session| format!("'{}'", session.name)).collect();
    let more = match sessions.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let them = if sessions.len() == 1 { "this model session" } else { "these model sessions" };
    Error::conflict(format!(
        "The dataset '{}' cannot be loaded again: the runs of {}{more} were made with the rows it has. Load the file into \
         a new dataset, or delete {them} first.",
        dataset.name,
        names.join(", ")
    ))
}
