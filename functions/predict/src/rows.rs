//! Stored predictions.

use crate::wire::{ListQuery, ListedPrediction, NewPrediction, PredictedDataset};
use axum::response::Response;
use futures::stream;
use skydash_domain::dataset::Dataset;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{DatasetId, Error, Result};
use skydash_http::ApiResult;
use skydash_http::cache::Cache;
use skydash_http::list::{self, Part};
use skydash_ports::{Entity, Key, Query, Scope, Stored, Transaction};
use std::sync::Arc;

/// How much of datasets is kept while predictions are listed: a few thousand.
const CACHE_BYTES: usize = 1 << 20;

/// The predictions a query asks for, oldest first.
pub(crate) async fn list(scope: &Scope, query: &ListQuery, part: Part) -> ApiResult<Response> {
    let of_run = query.run_id;
    if let Some(id) = query.prediction_id {
        let found: Option<Stored<Prediction>> = scope.meta.find(id).await?;
        let found = found.filter(|prediction| of_run.is_none_or(|run| prediction.run_id.0 == run));
        let row = async |prediction: Stored<Prediction>| listed(scope, &Datasets::default(), prediction.entity).await;
        let rows = match found {
            Some(prediction) => vec![row(prediction).await],
            None => Vec::new(),
        };
        return list::rows(&part, None, stream::iter(rows)).await;
    }
    let found = match of_run {
        Some(run) => Query::children(Prediction::KIND, Key::new(Run::KIND, run)),
        None => Query::all(Prediction::KIND),
    };
    let (view, datasets) = (scope.clone(), Arc::new(Datasets::default()));
    let row = move |prediction: Prediction| {
        let (scope, datasets) = (view.clone(), datasets.clone());
        async move { listed(&scope, &datasets, prediction).await.map(Some) }
    };
    list::entities_with(scope, found, part, row).await
}

/// Datasets that predictions of a list were made for.
struct Datasets(Cache<Option<Stored<Dataset>>>);

impl Default for Datasets {
    fn default() -> Self {
        Self(Cache::new(CACHE_BYTES))
    }
}

/// A prediction with its dataset.
async fn listed(scope: &Scope, datasets: &Datasets, prediction: Prediction) -> Result<ListedPrediction> {
    let dataset = match prediction.dataset_id {
        Some(id) => {
            let load = async { Ok((scope.meta.find::<Dataset>(id).await?, size_of::<Dataset>())) };
            datasets.0.get_or_load(&id.to_string(), load).await?
        }
        None => Arc::new(None),
    };
    let dataset = dataset.as_ref().as_ref().map(|dataset| PredictedDataset::from(&dataset.entity));
    Ok(ListedPrediction { prediction: (&prediction).into(), dataset })
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
