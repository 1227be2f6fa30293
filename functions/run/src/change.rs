//! How runs are created, changed and reset.

use crate::wire::{NewRun, RunChanges};
use serde_json::Value;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result, RunId, Status, name};
use skydash_ports::{Entity, Key, Scope, Transaction};

/// Stores a new run. Parameters are checked when it is trained.
pub(crate) async fn create(scope: &Scope, new: NewRun) -> Result<Run> {
    name::check(&new.name)?;
    let missing = || Error::not_found(Session::NOT_FOUND);
    let session = Key::new(Session::KIND, new.model_session_id);
    scope.meta.get(&session).await?.ok_or_else(missing)?;
    if !skydash_catalog::is_model(&new.model_name) {
        return Err(Error::invalid(format!("Unknown model '{}'", new.model_name)));
    }
    let now = scope.now();
    let run = Run {
        id: scope.meta.next_id(Run::KIND).await?.into(),
        session_id: new.model_session_id.into(),
        model_name: new.model_name,
        name: new.name,
        description: new.description,
        parameters: new.parameters,
        optimizer_name: new.optimizer_name,
        optimizer_parameters: new.optimizer_parameters,
        goal_metric: new.goal_metric,
        nested: new.nested.map(Value::Object),
        status: Status::NotStarted,
        job_id: None,
        created: now,
        last_modified: now,
        delivery_time: None,
        start_time: None,
        end_time: None,
        model_key: None,
        splits_key: None,
        scores: None,
    };
    Transaction::new().insert(&run)?.require(session, missing()).commit(&*scope.meta).await?;
    Ok(run)
}

/// What a change did to a run.
pub(crate) enum Outcome {
    /// Nothing was asked for.
    Unchanged,
    /// Changed; what training made is still there.
    Kept(Run),
    /// Changed so that what training made no longer holds.
    Reset(Run),
}

/// Changes a run; other parameters or another optimizer reset it.
pub(crate) async fn apply(scope: &Scope, id: RunId, changes: RunChanges) -> Result<Outcome> {
    if changes.is_empty() {
        scope.meta.load::<Run>(id).await?;
        return Ok(Outcome::Unchanged);
    }
    if let Some(Some(name)) = &changes.run_name {
        name::check(name)?;
    }
    let mut was_reset = false;
    let changed = scope.meta.update(id, |run: &mut Run| {
        let before = run.clone();
        changes.write(run);
        was_reset = run.parameters != before.parameters
            || run.optimizer_name != before.optimizer_name
            || run.optimizer_parameters != before.optimizer_parameters;
        if was_reset {
            forget(run)?;
        }
        if *run != before {
            run.last_modified = scope.now();
        }
        Ok(())
    });
    let run = changed.await?.entity;
    Ok(if was_reset { Outcome::Reset(run) } else { Outcome::Kept(run) })
}

/// Resets a run.
pub(crate) async fn reset(scope: &Scope, id: RunId) -> Result<Run> {
    let changed = scope.meta.update(id, |run: &mut Run| {
        forget(run)?;
        run.last_modified = scope.now();
        Ok(())
    });
    Ok(changed.await?.entity)
}

fn forget(run: &mut Run) -> Result<()> {
    if run.status.is_active() {
        return Err(Error::conflict(
            "This run is being trained. Cancel its job or wait until it ends, then try again.",
        ));
    }
    run.reset();
    Ok(())
}

impl RunChanges {
    fn is_empty(&self) -> bool {
        self.run_name.is_none()
            && self.run_description.is_none()
            && self.parameters.is_none()
            && self.optimizer.is_none()
            && self.optimizer_parameters.is_none()
            && self.goal_metric.is_none()
            && self.nested.is_none()
    }

    fn write(&self, run: &mut Run) {
        set(&mut run.name, &self.run_name);
        set(&mut run.parameters, &self.parameters);
        set(&mut run.optimizer_name, &self.optimizer);
        set(&mut run.optimizer_parameters, &self.optimizer_parameters);
        set(&mut run.goal_metric, &self.goal_metric);
        if let Some(Some(description)) = &self.run_description {
            run.description = Some(description.clone());
        }
        if let Some(nested) = &self.nested {
            run.nested = nested.clone().map(Value::Object);
        }
    }
}

/// Writes a value that was given and is not null.
fn set<T: Clone>(target: &mut T, given: &Option<Option<T>>) {
    if let Some(Some(value)) = given {
        target.clone_from(value);
    }
}
