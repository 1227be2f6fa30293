//! Asking for work on notebooks: explorers and converters. What was done and still holds is not done again.

use crate::enqueue;
use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::job::{Job, Task};
use skydash_domain::notebook::Notebook;
use skydash_domain::{ConverterId, Error, ExplorerId, JobId, Result, Status};
use skydash_ports::{Scope, Stored};

/// Asks for an explorer's results. While those it has still hold, the job that made them comes back.
///
/// # Errors
/// [`Error::NotFound`] when there is no such explorer.
pub async fn explore(scope: &Scope, id: ExplorerId) -> Result<JobId> {
    let explorer: Stored<Explorer> = scope.meta.load(id).await?;
    let notebook: Stored<Notebook> = scope.meta.load(explorer.notebook_id).await?;
    if holds(&explorer, &notebook)
        && let Some(done) = ended(scope, explorer.job_id).await?
    {
        return Ok(done);
    }
    let name = format!("Explore: {}", explorer.title());
    enqueue(scope, Task::Explorer { explorer_id: id, notebook_id: explorer.notebook_id }, name).await
}

/// Whether neither the explorer nor its notebook changed since the results were made.
fn holds(explorer: &Explorer, notebook: &Notebook) -> bool {
    let since = explorer.start_time.is_some_and(|start| start > notebook.last_modified);
    explorer.status == Status::Finished && !explorer.outdated && since
}

/// Asks for a converter to be applied. Once it is, the job that did it comes back.
///
/// # Errors
/// [`Error::NotFound`] when there is no such converter, [`Error::Conflict`] when it is applied and its job is forgotten.
pub async fn convert(scope: &Scope, id: ConverterId) -> Result<JobId> {
    let converter: Stored<Converter> = scope.meta.load(id).await?;
    if converter.applied.is_some() {
        let again = "This converter is applied already. Add another one to apply it again.";
        return ended(scope, converter.job_id).await?.ok_or_else(|| Error::conflict(again));
    }
    let notebook: Stored<Notebook> = scope.meta.load(converter.notebook_id).await?;
    let dataset: Stored<Dataset> = scope.meta.load(notebook.dataset_id).await?;
    let name = format!("{}: {}", converter.converter, dataset.name);
    enqueue(scope, Task::Converter { converter_id: id, notebook_id: converter.notebook_id }, name).await
}

async fn ended(scope: &Scope, id: Option<JobId>) -> Result<Option<JobId>> {
    let Some(id) = id else { return Ok(None) };
    Ok(scope.meta.find::<Job>(id).await?.map(|job| job.id))
}
