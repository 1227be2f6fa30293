//! What an explorer found, and what users put in place of it.

use crate::wire::NewFigure;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use skydash_domain::artifact::Artifact;
use skydash_domain::explorer::Explorer;
use skydash_domain::{Error, ExplorerId, Result, Status};
use skydash_http::artifact::{ArtifactAnswer, answer};
use skydash_http::{ApiError, ApiResult};
use skydash_ports::{Scope, Stored};
use std::collections::BTreeMap;

/// Most results of an explorer that can be overridden.
const MAX_OVERRIDES: usize = 100;

/// The results of a finished explorer.
pub(crate) async fn read(scope: &Scope, id: ExplorerId) -> ApiResult<Vec<ArtifactAnswer>> {
    let explorer: Option<Stored<Explorer>> = scope.meta.find(id).await?;
    let explorer = explorer.ok_or_else(|| Error::not_found(format!("Explorer with id {id} not found")))?;
    let key = explorer.results_key.as_deref().filter(|_| explorer.status == Status::Finished);
    let key = key.ok_or_else(|| ApiError::exact(StatusCode::BAD_REQUEST, "Explorer is not finished"))?;
    let bytes = scope.artifacts.get(key).await?;
    let artifacts: Vec<Artifact> =
        serde_json::from_slice(&bytes).map_err(|error| Error::internal(format!("{key} cannot be read: {error}")))?;
    let mut overrides = BTreeMap::new();
    for (&index, key) in &explorer.overrides {
        let text = String::from_utf8(scope.artifacts.get(key).await?.into());
        overrides.insert(index, text.map_err(|_| Error::internal(format!("{key} is not text")))?);
    }
    Ok(answer(artifacts, &overrides))
}

/// Stores a figure to be shown in place of a result.
pub(crate) async fn put(scope: &Scope, id: ExplorerId, new: NewFigure) -> Result<()> {
    let _: Stored<Explorer> = scope.meta.load(id).await?;
    let index =
        u32::try_from(new.index).map_err(|_| Error::invalid("index must be the number of a result, from 0."))?;
    let text = figure_text(new.figure)?;
    let key = scope.artifacts.add(&format!("figure-{}", scope.entropy.uuid()), text.into()).await?;
    let overridden = |explorer: &mut Explorer| {
        explorer.overrides.insert(index, key.clone());
        if explorer.overrides.len() > MAX_OVERRIDES {
            return Err(Error::invalid(format!(
                "At most {MAX_OVERRIDES} results of an explorer can be overridden. Restore one of them first."
            )));
        }
        Ok(())
    };
    scope.meta.update(id, overridden).await.map(drop)
}

/// A figure as JSON text.
fn figure_text(figure: Value) -> Result<String> {
    let wrong = || Error::invalid("figure must be an object, or the JSON text of one.");
    match figure {
        Value::Object(_) => Ok(figure.to_string()),
        Value::String(text) => {
            serde_json::from_str::<Map<String, Value>>(&text).map_err(|_| wrong())?;
            Ok(text)
        }
        _ => Err(wrong()),
    }
}

/// Shows a result as it was found.
pub(crate) async fn restore(scope: &Scope, id: ExplorerId, index: i64) -> Result<()> {
    let restored = |explorer: &mut Explorer| {
        if let Ok(index) = u32::try_from(index) {
            explorer.overrides.remove(&index);
        }
        Ok(())
    };
    scope.meta.update(id, restored).await.map(drop)
}
