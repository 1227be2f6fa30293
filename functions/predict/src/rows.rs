//! Stored predictions.

use crate::wire::{ListQuery, ListedPrediction, NewPrediction, PredictedDataset};
use skydash_domain::dataset::Dataset;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{DatasetId, Error, Result};
use skydash_ports::{Entity, Key, Scope, Stored, Transaction};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The predictions a query asks for, oldest first.
pub(crate) async fn list(scope: &Scope, query: &ListQuery) -> Result<Vec<ListedPrediction>> {
    let mut found: Vec<Stored<Prediction>> = match (query.prediction_id, query.run_id) {
        (Some(id), _) => scope.meta.find(id).await?.into_iter().collect(),
        (None, Some(run)) => scope.meta.children(&Key::new(Run::KIND, run)).await?,
        (None, None) => scope.meta.list().await?,
    };
    if let Some(run) = query.run_id {
        found.retain(|prediction| prediction.run_id.0 == run);
    }
    let mut datasets: BTreeMap<DatasetId, Option<Stored<Dataset>>> = BTreeMap::new();
    for id in found.iter().filter_map(|prediction| prediction.dataset_id) {
        if let Entry::Vacant(unknown) = datasets.entry(id) {
            unknown.insert(scope.meta.find(id).await?);
        }
    }
    let listed = |prediction: &Stored<Prediction>| {
        let dataset = prediction.dataset_id.and_then(|id| datasets.get(&id)?.as_ref());
        ListedPrediction {
            prediction: (&prediction.entity).into(),
            dataset: dataset.map(|dataset| PredictedDataset::from(&dataset.entity)),
        }
    };
    Ok(found.iter().map(listed).collect())
}

/// Stores a new prediction. Dataset and partition are looked up by its job.
pub(crate) async fn create(scope: &Scope, new: NewPrediction) -> Result<Prediction> {
    let run: Stored<Run> = scope.meta.load(new.run_id).await?;
    let id = scope.meta.next_id(Prediction::KIND).await?.into();
    let prediction = Prediction {
        dataset_id: new.dataset_id.map(DatasetId),
        split: new.split,
        ..Prediction::new(id, run.entity.id, scope.now())
    };
    Transaction::new()
        .insert(&prediction)?
        .require(run.key(), Error::not_found(Run::NOT_FOUND))
        .commit(&*scope.meta)
        .await?;
    Ok(prediction)
}
