//! What goes when something is deleted: a dataset's notebooks and sessions, a notebook's steps and explorers, a session's
//! runs, a run's predictions.
//!
//! Children go before their parent, so that a deletion that stops half-way can be asked for again, and once more after
//! it, for those that were added meanwhile. What became of objects that only they pointed to is for the caller to see to.

use crate::entity::{Attempt, Entity, RETRIES, Stored, Transaction};
use crate::meta::{Expect, Key, MAX_WRITES, MetaStore, Write};
use crate::references::{artifacts_of, tables_of};
use skydash_domain::converter::Converter;
use skydash_domain::dataset::Dataset;
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::{DatasetId, Error, ExplorerId, JobId, NotebookId, PredictionId, Result, RunId, SessionId, Status};
use std::collections::BTreeSet;

/// What a deletion took along.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "the jobs of deleted entities have to be cancelled"]
pub struct Removed {
    /// Jobs that waited for a deleted entity or worked on it. The caller cancels them.
    pub jobs: Vec<JobId>,
    /// How many predictions went.
    pub predictions: usize,
    /// The tables that deleted entities pointed to.
    pub tables: BTreeSet<String>,
    /// The artifacts that they pointed to, by name.
    pub artifacts: BTreeSet<String>,
}

impl Removed {
    /// Notes the job that waited for a deleted entity of this status, or worked on it.
    pub fn note(&mut self, status: Status, job: Option<JobId>) {
        self.jobs.extend(job.filter(|_| status.is_active()));
    }

    /// Notes what a deleted entity pointed to.
    fn frees<E: Entity>(&mut self, entity: &E) {
        // What cannot be written was never stored.
        let body = serde_json::to_value(entity).unwrap_or_default();
        self.tables.extend(tables_of(&body).map(|table| table.id));
        self.artifacts.extend(artifacts_of(&body).map(ToOwned::to_owned));
    }
}

/// Deletes a dataset with its notebooks and sessions, and gives its name back.
///
/// # Errors
/// [`Error::NotFound`] when there is no such dataset.
pub async fn remove_dataset(store: &dyn MetaStore, id: DatasetId) -> Result<Removed> {
    let key = Key::new(Dataset::KIND, id);
    let mut removed = Removed::default();
    clear_dataset(store, &key, &mut removed).await?;
    let dataset: Stored<Dataset> = remove_named(store, &key, |dataset: &Dataset| dataset.name.clone()).await?;
    removed.note(dataset.status, dataset.job_id);
    removed.frees(&dataset.entity);
    clear_dataset(store, &key, &mut removed).await?;
    Ok(removed)
}

/// Deletes a notebook with its converters and explorers.
///
/// # Errors
/// [`Error::NotFound`] when there is no such notebook.
pub async fn remove_notebook(store: &dyn MetaStore, id: NotebookId) -> Result<Removed> {
    let mut removed = Removed::default();
    let notebook: Stored<Notebook> = store.load(id).await?;
    clear_notebook(store, &notebook, &mut removed).await?;
    Ok(removed)
}

/// Deletes an explorer.
///
/// # Errors
/// [`Error::NotFound`] when there is no such explorer.
pub async fn remove_explorer(store: &dyn MetaStore, id: ExplorerId) -> Result<Removed> {
    let explorer: Stored<Explorer> = store.load(id).await?;
    delete(store, vec![explorer.key()]).await?;
    let mut removed = Removed::default();
    removed.frees(&explorer.entity);
    removed.note(explorer.status, explorer.job_id);
    Ok(removed)
}

/// Deletes a session with its runs and their predictions, and gives its name back.
///
/// # Errors
/// [`Error::NotFound`] when there is no such session.
pub async fn remove_session(store: &dyn MetaStore, id: SessionId) -> Result<Removed> {
    let mut removed = Removed::default();
    clear_session(store, &Key::new(Session::KIND, id), &mut removed).await?;
    Ok(removed)
}

/// Deletes a run with its predictions.
///
/// # Errors
/// [`Error::NotFound`] when there is no such run.
pub async fn remove_run(store: &dyn MetaStore, id: RunId) -> Result<Removed> {
    let mut removed = Removed::default();
    let run: Stored<Run> = store.load(id).await?;
    clear_run(store, &run, &mut removed).await?;
    Ok(removed)
}

/// Deletes the predictions of a run and leaves the run.
pub async fn remove_predictions(store: &dyn MetaStore, run: RunId) -> Result<Removed> {
    let mut removed = Removed::default();
    clear_predictions(store, &Key::new(Run::KIND, run), &mut removed).await?;
    Ok(removed)
}

/// Deletes a prediction.
///
/// # Errors
/// [`Error::NotFound`] when there is no such prediction.
pub async fn remove_prediction(store: &dyn MetaStore, id: PredictionId) -> Result<Removed> {
    let prediction: Stored<Prediction> = store.load(id).await?;
    delete(store, vec![prediction.key()]).await?;
    let mut removed = Removed { predictions: 1, ..Removed::default() };
    removed.note(prediction.status, prediction.job_id);
    removed.frees(&prediction.entity);
    Ok(removed)
}

async fn clear_dataset(store: &dyn MetaStore, dataset: &Key, removed: &mut Removed) -> Result<()> {
    let notebooks: Vec<Stored<Notebook>> = store.children(dataset).await?;
    for notebook in &notebooks {
        clear_notebook(store, notebook, removed).await?;
    }
    let sessions: Vec<Stored<Session>> = store.children(dataset).await?;
    for session in &sessions {
        match clear_session(store, &session.key(), removed).await {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn clear_notebook(store: &dyn MetaStore, notebook: &Stored<Notebook>, removed: &mut Removed) -> Result<()> {
    clear_steps(store, &notebook.key(), removed).await?;
    delete(store, vec![notebook.key()]).await?;
    removed.frees(&notebook.entity);
    clear_steps(store, &notebook.key(), removed).await
}

async fn clear_steps(store: &dyn MetaStore, notebook: &Key, removed: &mut Removed) -> Result<()> {
    let explorers: Vec<Stored<Explorer>> = store.children(notebook).await?;
    let converters: Vec<Stored<Converter>> = store.children(notebook).await?;
    delete(store, explorers.iter().map(|it| it.key()).chain(converters.iter().map(|it| it.key())).collect()).await?;
    for explorer in &explorers {
        removed.note(explorer.status, explorer.job_id);
        removed.frees(&explorer.entity);
    }
    for converter in &converters {
        removed.note(converter.status, converter.job_id);
        removed.frees(&converter.entity);
    }
    Ok(())
}

async fn clear_session(store: &dyn MetaStore, session: &Key, removed: &mut Removed) -> Result<()> {
    clear_runs(store, session, removed).await?;
    let gone = remove_named(store, session, |session: &Session| session.name.clone()).await?;
    removed.frees(&gone.entity);
    clear_runs(store, session, removed).await
}

async fn clear_runs(store: &dyn MetaStore, session: &Key, removed: &mut Removed) -> Result<()> {
    let runs: Vec<Stored<Run>> = store.children(session).await?;
    for run in &runs {
        clear_run(store, run, removed).await?;
    }
    Ok(())
}

async fn clear_run(store: &dyn MetaStore, run: &Stored<Run>, removed: &mut Removed) -> Result<()> {
    clear_predictions(store, &run.key(), removed).await?;
    delete(store, vec![run.key()]).await?;
    removed.note(run.status, run.job_id);
    removed.frees(&run.entity);
    clear_predictions(store, &run.key(), removed).await
}

async fn clear_predictions(store: &dyn MetaStore, run: &Key, removed: &mut Removed) -> Result<()> {
    let predictions: Vec<Stored<Prediction>> = store.children(run).await?;
    delete(store, predictions.iter().map(|prediction| prediction.key()).collect()).await?;
    removed.predictions += predictions.len();
    for prediction in &predictions {
        removed.note(prediction.status, prediction.job_id);
        removed.frees(&prediction.entity);
    }
    Ok(())
}

/// Deletes records whatever became of them, as many at once as a transaction takes.
async fn delete(store: &dyn MetaStore, keys: Vec<Key>) -> Result<()> {
    for chunk in keys.chunks(MAX_WRITES) {
        let writes = chunk.iter().map(|key| Write::Delete(key.clone(), Expect::Anything));
        let transaction = writes.fold(Transaction::new(), |transaction, write| transaction.write(write, None));
        transaction.commit(store).await?;
    }
    Ok(())
}

/// Deletes an entity together with the name it holds at that moment.
async fn remove_named<E: Entity>(store: &dyn MetaStore, key: &Key, name: impl Fn(&E) -> String) -> Result<Stored<E>> {
    for _ in 0..RETRIES {
        let stored: Stored<E> = store.load(&key.id).await?;
        let transaction = Transaction::new().remove(&stored).release_name(E::KIND, &name(&stored));
        if transaction.try_commit(store).await? == Attempt::Done {
            return Ok(stored);
        }
    }
    Err(Error::conflict("Somebody else keeps changing this. Try again."))
}
