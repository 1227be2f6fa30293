//! Going back to the table from before a step, by moving the notebook's pointer.

use skydash_domain::converter::Converter;
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_domain::{ConverterId, Error, JobId, Result, Timestamp};
use skydash_ports::cascade::Removed;
use skydash_ports::entity::RETRIES;
use skydash_ports::meta::MAX_WRITES;
use skydash_ports::{Attempt, Entity, Scope, Stored, Transaction};
use std::cmp::Reverse;

/// Removes a step and everything that was made at or after it, and gives the jobs that are of no use any more.
///
/// As many as fit are removed in one transaction with the move of the pointer, the last steps first: where there are more,
/// the notebook is at some later step in between, and never at none.
pub(crate) async fn to_before(scope: &Scope, id: ConverterId) -> Result<Vec<JobId>> {
    let step: Stored<Converter> = scope.meta.load(id).await?;
    let mut removed = Removed::default();
    let mut stale = 0;
    while stale < RETRIES {
        let notebook: Stored<Notebook> = scope.meta.load(step.notebook_id).await?;
        let going = Going::find(scope, &step, &notebook).await?;
        let is_last = going.len() < MAX_WRITES;
        let (transaction, part) = going.first(&notebook, scope.now(), MAX_WRITES - 1)?;
        if transaction.try_commit(&*scope.meta).await? == Attempt::Stale {
            stale += 1;
            continue;
        }
        removed.jobs.extend(part.jobs);
        if is_last {
            return Ok(removed.jobs);
        }
    }
    Err(Error::conflict("Somebody else keeps changing this notebook. Try again."))
}

/// What goes when a step is taken back, in the order in which it goes.
struct Going {
    explorers: Vec<Stored<Explorer>>,
    converters: Vec<Stored<Converter>>,
}

impl Going {
    async fn find(scope: &Scope, step: &Converter, notebook: &Stored<Notebook>) -> Result<Self> {
        let mut explorers: Vec<Stored<Explorer>> = scope.meta.children(&notebook.key()).await?;
        explorers.retain(|explorer| explorer.created >= step.created);
        let mut converters: Vec<Stored<Converter>> = scope.meta.children(&notebook.key()).await?;
        let is_later = |other: &Converter| (other.created, other.id) >= (step.created, step.id);
        let position = |other: &Converter| other.applied.as_ref().map(|applied| applied.position);
        // What was applied after one that goes was made of its table, whenever it was asked for.
        let first = converters.iter().filter(|other| is_later(other)).filter_map(|other| position(other)).min();
        converters.retain(|other| {
            is_later(other) || first.zip(position(other)).is_some_and(|(first, position)| position > first)
        });
        converters.sort_by_key(|other| (position(other).is_some(), Reverse(position(other))));
        Ok(Self { explorers, converters })
    }

    fn len(&self) -> usize {
        self.explorers.len() + self.converters.len()
    }

    /// Removes the first `most` of them, and what jobs that leaves without use.
    fn first(&self, notebook: &Stored<Notebook>, now: Timestamp, most: usize) -> Result<(Transaction, Removed)> {
        let (mut transaction, mut removed) = (Transaction::new(), Removed::default());
        let explorers = &self.explorers[..most.min(self.explorers.len())];
        for explorer in explorers {
            transaction = transaction.remove(explorer);
            removed.note(explorer.status, explorer.job_id);
        }
        let mut table = None;
        for converter in self.converters.iter().take(most - explorers.len()) {
            transaction = transaction.remove(converter);
            removed.note(converter.status, converter.job_id);
            table = converter.applied.as_ref().or(table);
        }
        if let Some(earliest) = table {
            let mut moved = notebook.entity.clone();
            moved.table = earliest.before.clone();
            moved.steps = earliest.position;
            moved.last_modified = now;
            transaction = transaction.replace(&moved, notebook.version)?;
        }
        Ok((transaction, removed))
    }
}
