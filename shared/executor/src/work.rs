//! What each kind of job does.

use crate::{converter, dataset, explorer, gpu, model, predict};
use async_trait::async_trait;
use skydash_domain::job::Task;
use skydash_domain::{Error, Result};
use skydash_jobs::{Claim, Handled, Work, Worker};
use skydash_ports::{Delivery, Scope};
use std::sync::Arc;

/// The work of all components.
struct Components;

#[async_trait]
impl Work for Components {
    async fn wants_gpu(&self, scope: &Scope, task: &Task) -> Result<bool> {
        gpu::is_wanted(scope, task).await
    }

    async fn carry_out(&self, claim: &Arc<Claim>) -> Result<()> {
        match &claim.job().task {
            Task::Dataset { dataset_id, upload, notebook_id, params } => {
                dataset::run(claim, *dataset_id, upload.as_ref(), *notebook_id, params).await
            }
            Task::Explorer { explorer_id, notebook_id } => explorer::run(claim, *explorer_id, *notebook_id).await,
            Task::Converter { converter_id, notebook_id } => converter::run(claim, *converter_id, *notebook_id).await,
            Task::Model { run_id } => model::run(claim, *run_id).await,
            Task::Predict { prediction_id, rows_key } => predict::run(claim, *prediction_id, rows_key.as_deref()).await,
        }
    }
}

/// Carries out what a message asks for, and acknowledges or releases it.
pub async fn carry_out(scope: &Scope, worker: &Worker, delivery: &Delivery) -> Handled {
    skydash_jobs::carry_out(scope, worker, &Components, delivery).await
}

/// Puts a sentence's context before it, and leaves what is no sentence alone.
pub(crate) fn context(prefix: &str) -> impl Fn(Error) -> Error + '_ {
    move |error| match error {
        Error::Cancelled | Error::Unavailable(_) | Error::Internal(_) | Error::Full(_) | Error::Damaged(_) => error,
        told => Error::Precondition(format!("{prefix}{told}")),
    }
}
