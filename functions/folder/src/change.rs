//! How folders are created, renamed and deleted.

use skydash_domain::dataset::Dataset;
use skydash_domain::folder::Folder;
use skydash_domain::{Error, FolderId, Result, name};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Entity, Scope, Stored, Transaction};

/// Stores a new folder.
pub(crate) async fn create(scope: &Scope, name: String) -> Result<Folder> {
    name::check(&name)?;
    let now = scope.now();
    let folder = Folder { id: scope.meta.next_id(Folder::KIND).await?.into(), name, created: now, last_modified: now };
    Transaction::new()
        .insert(&folder)?
        .claim_name(Folder::KIND, &folder.name, &folder.key(), taken(&folder.name))
        .commit(&*scope.meta)
        .await?;
    Ok(folder)
}

/// Gives a folder another name.
pub(crate) async fn rename(scope: &Scope, id: FolderId, name: String) -> Result<Folder> {
    for _ in 0..RETRIES {
        let stored: Stored<Folder> = scope.meta.load(id).await?;
        if stored.name == name {
            return Ok(stored.entity);
        }
        name::check(&name)?;
        let folder = Folder { name: name.clone(), last_modified: scope.now(), ..stored.entity.clone() };
        let attempt = Transaction::new()
            .replace(&folder, stored.version)?
            .release_name(Folder::KIND, &stored.name)
            .claim_name(Folder::KIND, &folder.name, &folder.key(), taken(&folder.name))
            .try_commit(&*scope.meta)
            .await?;
        if attempt == Attempt::Done {
            return Ok(folder);
        }
    }
    Err(contended())
}

/// Takes a folder's datasets out of it and deletes it; then once more for those that got in meanwhile.
pub(crate) async fn delete(scope: &Scope, id: FolderId) -> Result<()> {
    let _: Stored<Folder> = scope.meta.load(id).await?;
    empty(scope, id).await?;
    remove(scope, id).await?;
    empty(scope, id).await
}

async fn empty(scope: &Scope, id: FolderId) -> Result<()> {
    let datasets: Vec<Stored<Dataset>> = scope.meta.list().await?;
    for dataset in datasets.iter().filter(|dataset| dataset.folder_id == Some(id)) {
        let outside = |dataset: &mut Dataset| {
            dataset.folder_id = dataset.folder_id.filter(|folder| *folder != id);
            Ok(())
        };
        match scope.meta.update(dataset.id, outside).await {
            Ok(_) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn remove(scope: &Scope, id: FolderId) -> Result<()> {
    for _ in 0..RETRIES {
        let stored: Stored<Folder> = scope.meta.load(id).await?;
        let transaction = Transaction::new().remove(&stored).release_name(Folder::KIND, &stored.name);
        if transaction.try_commit(&*scope.meta).await? == Attempt::Done {
            return Ok(());
        }
    }
    Err(contended())
}

fn taken(name: &str) -> Error {
    Error::conflict(format!("A folder with the name '{name}' already exists"))
}

fn contended() -> Error {
    Error::conflict("Somebody else keeps changing this folder. Try again.")
}
