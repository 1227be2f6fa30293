//! The partitions of a run's dataset.

use crate::wire::{RunSplits, SplitSize};
use skydash_domain::dataset::Dataset;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result, RunId};
use skydash_learn::split::Split;
use skydash_ports::{Scope, Stored};

/// The partitions of a run that have rows, and the whole; only the whole before its first training.
pub(crate) async fn of_run(scope: &Scope, id: RunId) -> Result<RunSplits> {
    let run: Stored<Run> = scope.meta.load(id).await?;
    let session: Stored<Session> = scope.meta.load(run.session_id).await?;
    let dataset: Option<Stored<Dataset>> = scope.meta.find(session.dataset_id).await?;
    let mut splits = Vec::new();
    if let Some(key) = &run.splits_key {
        let bytes = scope.artifacts.get(key).await?;
        let text = std::str::from_utf8(&bytes).map_err(|error| Error::internal(error.to_string()))?;
        let partitions = Split::partitions_from_json(text)?;
        let parts = [("train", partitions.train), ("test", partitions.test), ("val", partitions.validation)];
        splits.extend(parts.into_iter().map(|(name, rows)| SplitSize { name, rows: rows.len() as u64 }));
    }
    let rows = dataset.and_then(|dataset| dataset.entity.table).map_or(0, |table| table.rows);
    splits.push(SplitSize { name: "all", rows });
    splits.retain(|split| split.rows > 0);
    Ok(RunSplits { splits, training_dataset_id: session.dataset_id.0 })
}
