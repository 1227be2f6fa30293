//! Which jobs want a GPU.

use serde_json::{Map, Value};
use skydash_catalog::find;
use skydash_domain::converter::Converter;
use skydash_domain::job::Task;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{Result, RunId};
use skydash_ports::Scope;

/// Whether the component that a task is about was asked to use a GPU. A task whose entity is gone wants nothing.
pub(crate) async fn is_wanted(scope: &Scope, task: &Task) -> Result<bool> {
    match task {
        Task::Model { run_id } => by_run(scope, *run_id).await,
        Task::Predict { prediction_id, .. } => match scope.meta.find::<Prediction>(*prediction_id).await? {
            Some(prediction) => by_run(scope, prediction.entity.run_id).await,
            None => Ok(false),
        },
        Task::Converter { converter_id, .. } => {
            let Some(step) = scope.meta.find::<Converter>(*converter_id).await? else { return Ok(false) };
            Ok(by_component(&step.converter, step.settings.params.as_ref().unwrap_or(&Map::new())))
        }
        Task::Dataset { .. } | Task::Explorer { .. } => Ok(false),
    }
}

async fn by_run(scope: &Scope, id: RunId) -> Result<bool> {
    let Some(run) = scope.meta.find::<Run>(id).await? else { return Ok(false) };
    Ok(by_component(&run.model_name, &run.parameters))
}

fn by_component(name: &str, parameters: &Map<String, Value>) -> bool {
    find(name).is_some_and(|component| component.wants_gpu(parameters))
}
