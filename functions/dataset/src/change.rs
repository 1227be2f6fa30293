//! How datasets are created, changed, copied and deleted.

use crate::wire::{DatasetChanges, NewDataset};
use skydash_domain::dataset::Dataset;
use skydash_domain::folder::Folder;
use skydash_domain::job::Task;
use skydash_domain::notebook::Notebook;
use skydash_domain::{DatasetId, Error, Result, Status, name};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Entity, Key, Scope, Stored, Transaction, cascade};

/// Stores a new dataset that has no table yet.
pub(crate) async fn create(scope: &Scope, new: NewDataset) -> Result<Dataset> {
    if let Some(notebook) = new.notebook_id {
        let _: Stored<Notebook> = scope.meta.load(notebook).await?;
    }
    insert(scope, named(scope, &new.name).await?, taken(&new.name)).await
}

/// Stores a new dataset of this name together with the job that fills it.
pub(crate) async fn create_with_job(
    scope: &Scope,
    name: &str,
    task: impl FnOnce(DatasetId) -> Task,
) -> Result<Dataset> {
    let dataset = named(scope, name).await?;
    let (task, reserved) = (task(dataset.id), reserve(&dataset, taken(name))?);
    skydash_jobs::enqueue_new(scope, dataset, task, format!("Dataset: {name}"), reserved).await
}

async fn named(scope: &Scope, name: &str) -> Result<Dataset> {
    Ok(Dataset { name: name.to_owned(), ..blank(scope).await? })
}

fn taken(name: &str) -> Error {
    Error::conflict(format!("A dataset with the name '{name}' already exists"))
}

/// Stores a finished dataset over the same table.
pub(crate) async fn copy(scope: &Scope, id: DatasetId) -> Result<Dataset> {
    let original: Option<Stored<Dataset>> = scope.meta.find(id).await?;
    let original = original.ok_or_else(|| Error::not_found("Original dataset not found."))?;
    if original.status != Status::Finished || original.table.is_none() {
        return Err(Error::not_ready("Original dataset is not in finished state"));
    }
    let name = format!("{}_copy", original.name);
    let table = original.entity.table;
    let taken = Error::conflict(format!("A dataset with the name '{name}' already exists."));
    let copy = Dataset { name, table, status: Status::Finished, ..blank(scope).await? };
    // The table of a dataset that is deleted meanwhile may be gone.
    let missing = Error::not_found("Original dataset not found.");
    let transaction = reserve(&copy, taken)?.require(Key::new(Dataset::KIND, id), missing);
    transaction.insert(&copy)?.commit(&*scope.meta).await?;
    Ok(copy)
}

async fn blank(scope: &Scope) -> Result<Dataset> {
    let now = scope.now();
    Ok(Dataset {
        id: scope.meta.next_id(Dataset::KIND).await?.into(),
        name: String::new(),
        created: now,
        last_modified: now,
        status: Status::NotStarted,
        table: None,
        folder_id: None,
        job_id: None,
    })
}

async fn insert(scope: &Scope, dataset: Dataset, taken: Error) -> Result<Dataset> {
    reserve(&dataset, taken)?.insert(&dataset)?.commit(&*scope.meta).await?;
    Ok(dataset)
}

/// A transaction that reserves a new dataset's name.
fn reserve(dataset: &Dataset, taken: Error) -> Result<Transaction> {
    name::check(&dataset.name)?;
    Ok(Transaction::new().claim_name(Dataset::KIND, &dataset.name, &dataset.key(), taken))
}

/// Makes the changes and returns the dataset as it is then.
pub(crate) async fn update(scope: &Scope, id: DatasetId, changes: DatasetChanges) -> Result<Dataset> {
    for _ in 0..RETRIES {
        let stored: Stored<Dataset> = scope.meta.load(id).await?;
        let mut dataset = stored.entity.clone();
        let mut transaction = Transaction::new();
        if let Some(name) = changes.name.as_ref().filter(|name| **name != stored.name) {
            name::check(name)?;
            dataset.name.clone_from(name);
            let taken = Error::conflict("Dataset name already exists");
            transaction = transaction.release_name(Dataset::KIND, &stored.name).claim_name(
                Dataset::KIND,
                name,
                &dataset.key(),
                taken,
            );
        }
        if let Some(folder) = changes.folder_id {
            dataset.folder_id = folder.map(Into::into);
            if let Some(folder) = folder {
                transaction = transaction.require(Key::new(Folder::KIND, folder), Error::not_found(Folder::NOT_FOUND));
            }
        }
        if dataset == stored.entity {
            return Ok(dataset);
        }
        dataset.last_modified = scope.now();
        if transaction.replace(&dataset, stored.version)?.try_commit(&*scope.meta).await? == Attempt::Done {
            return Ok(dataset);
        }
    }
    Err(contended())
}

/// Deletes a dataset with everything below it, and stops the jobs that worked on any of it.
pub(crate) async fn delete(scope: &Scope, id: DatasetId) -> Result<()> {
    let removed = cascade::remove_dataset(&*scope.meta, id).await?;
    skydash_jobs::clear_up(scope, &removed).await
}

/// Deletes those of the datasets that exist.
pub(crate) async fn delete_all(scope: &Scope, ids: Vec<i64>) -> Result<()> {
    for id in ids {
        match delete(scope, id.into()).await {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The error for a dataset that others keep changing.
pub(crate) fn contended() -> Error {
    Error::conflict("Somebody else keeps changing this dataset. Try again.")
}
