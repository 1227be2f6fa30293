//! How explorers are created and changed.

use crate::check;
use crate::wire::{ExplorerChanges, NewExplorer};
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, ExplorerId, Status, name};
use skydash_http::ApiResult;
use skydash_ports::{Entity, Scope, Stored, Transaction};

/// Stores a new explorer and asks for its job.
pub(crate) async fn create(scope: &Scope, new: NewExplorer) -> ApiResult<Explorer> {
    let entry = check::component(&new.exploration_type)?;
    let notebook: Stored<Notebook> = scope.meta.load(new.notebook_id).await?;
    check::parameters(entry, &new.parameters)?;
    let summary: Summary = scope.tables.summary(&notebook.table.id).await?;
    check::columns(entry, &new.columns, &summary)?;
    name::check_length(new.name.as_deref().unwrap_or_default())?;
    let now = scope.now();
    let explorer = Explorer {
        id: scope.meta.next_id(Explorer::KIND).await?.into(),
        notebook_id: notebook.id,
        exploration_type: new.exploration_type,
        columns: new.columns,
        parameters: new.parameters,
        name: new.name,
        status: Status::NotStarted,
        job_id: None,
        created: now,
        last_modified: now,
        delivery_time: None,
        start_time: None,
        end_time: None,
        results_key: None,
        outdated: false,
        overrides: Default::default(),
    };
    Transaction::new()
        .insert(&explorer)?
        .require(notebook.key(), Error::not_found(Notebook::NOT_FOUND))
        .commit(&*scope.meta)
        .await?;
    skydash_jobs::explore(scope, explorer.id).await?;
    Ok(scope.meta.load::<Explorer>(explorer.id).await?.entity)
}

/// Gives an explorer other columns and parameters, and another title.
pub(crate) async fn update(scope: &Scope, id: ExplorerId, changes: ExplorerChanges) -> ApiResult<Explorer> {
    let explorer: Stored<Explorer> = scope.meta.load(id).await?;
    check::parameters(check::component(&explorer.exploration_type)?, &changes.parameters)?;
    name::check_length(changes.name.as_deref().unwrap_or_default())?;
    let now = scope.now();
    let changed = |explorer: &mut Explorer| {
        explorer.columns.clone_from(&changes.columns);
        explorer.parameters.clone_from(&changes.parameters);
        explorer.name.clone_from(&changes.name);
        explorer.outdated = true;
        explorer.last_modified = now;
        Ok(())
    };
    Ok(scope.meta.update(id, changed).await?.entity)
}
