//! How notebooks are opened, renamed and deleted.

use crate::wire::NewNotebook;
use skydash_domain::dataset::Dataset;
use skydash_domain::notebook::Notebook;
use skydash_domain::{Error, NotebookId, Result, name};
use skydash_http::tables;
use skydash_ports::{Entity, Key, Scope, Stored, Transaction, cascade};

const DEFAULT_NAME: &str = "Untitled Notebook";

/// Longest description of a notebook.
pub(crate) const MAX_DESCRIPTION_CHARACTERS: usize = 10_000;

/// Stores a new notebook over the table that the dataset has now.
pub(crate) async fn create(scope: &Scope, new: NewNotebook) -> Result<Notebook> {
    let name = new.name.unwrap_or_else(|| DEFAULT_NAME.into());
    name::check(&name)?;
    check_description(new.description.as_deref().unwrap_or_default())?;
    let dataset: Stored<Dataset> = scope.meta.load(new.dataset_id).await?;
    let now = scope.now();
    let notebook = Notebook {
        id: scope.meta.next_id(Notebook::KIND).await?.into(),
        dataset_id: dataset.id,
        name,
        description: new.description,
        table: tables::finished(&dataset)?.clone(),
        steps: 0,
        created: now,
        last_modified: now,
    };
    Transaction::new()
        .insert(&notebook)?
        .require(Key::new(Dataset::KIND, notebook.dataset_id), Error::not_found(Dataset::NOT_FOUND))
        .commit(&*scope.meta)
        .await?;
    Ok(notebook)
}

fn check_description(description: &str) -> Result<()> {
    if description.chars().nth(MAX_DESCRIPTION_CHARACTERS).is_some() {
        return Err(Error::invalid(format!(
            "The description may have at most {MAX_DESCRIPTION_CHARACTERS} characters."
        )));
    }
    Ok(())
}

/// Gives a notebook another name.
pub(crate) async fn rename(scope: &Scope, id: NotebookId, name: &str) -> Result<Notebook> {
    let now = scope.now();
    let renamed = |notebook: &mut Notebook| {
        name::check(name)?;
        notebook.name = name.to_owned();
        notebook.last_modified = now;
        Ok(())
    };
    Ok(scope.meta.update(id, renamed).await?.entity)
}

/// Deletes a notebook with its steps and explorers, and stops the jobs that worked on any of them. Tables and results stay
/// stored until nothing refers to them any more.
pub(crate) async fn delete(scope: &Scope, id: NotebookId) -> Result<()> {
    let removed = cascade::remove_notebook(&*scope.meta, id).await?;
    skydash_jobs::clear_up(scope, &removed).await
}

/// Deletes those of the notebooks that exist.
pub(crate) async fn delete_all(scope: &Scope, ids: Vec<i64>) -> Result<()> {
    for id in ids {
        match delete(scope, id.into()).await {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
