//! How a model session is changed.

use crate::wire::SessionChanges;
use skydash_domain::dataset::Dataset;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result, SessionId, name};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Entity, Scope, Stored, Transaction};

/// Makes the changes and returns the session as it is then; none when there was nothing to change.
///
/// The new dataset and task need not be there: they are looked up when a run is trained. A dataset that is there is written
/// as it is, as when a session is created for it, and no job may be giving it other rows.
pub(crate) async fn apply(scope: &Scope, id: SessionId, changes: SessionChanges) -> Result<Option<Session>> {
    for _ in 0..RETRIES {
        let stored: Stored<Session> = scope.meta.load(id).await?;
        if changes.is_empty() {
            return Ok(None);
        }
        let mut session = stored.entity.clone();
        write(&mut session, &changes)?;
        session.last_modified = scope.now();
        let mut transaction = Transaction::new().replace(&session, stored.version)?;
        if session.name != stored.name {
            let taken = Error::conflict("Model session name already exists");
            transaction = transaction.release_name(Session::KIND, &stored.name).claim_name(
                Session::KIND,
                &session.name,
                &session.key(),
                taken,
            );
        }
        if session.dataset_id != stored.dataset_id
            && let Some(dataset) = scope.meta.find::<Dataset>(session.dataset_id).await?
        {
            if dataset.table.is_some() && dataset.status.is_active() {
                return Err(Error::conflict("The dataset is being loaded. Wait until its job ends, then try again."));
            }
            transaction = transaction.replace(&dataset.entity, dataset.version)?;
        }
        if transaction.try_commit(&*scope.meta).await? == Attempt::Done {
            return Ok(Some(session));
        }
    }
    Err(Error::conflict("Somebody else keeps changing this model session. Try again."))
}

fn write(session: &mut Session, changes: &SessionChanges) -> Result<()> {
    if let Some(name) = &changes.name {
        name::check(name)?;
        session.name.clone_from(name);
    }
    if let Some(dataset_id) = changes.dataset_id {
        session.dataset_id = dataset_id.into();
    }
    if let Some(task_name) = &changes.task_name {
        session.task_name.clone_from(task_name);
    }
    Ok(())
}
