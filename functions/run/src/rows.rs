//! Rows of runs, with the text of their split indexes.

use crate::wire::{RunRow, ScoredRun};
use skydash_domain::run::Run;
use skydash_domain::{Error, Result};
use skydash_http::App;
use skydash_http::cache::Cache;
use skydash_ports::Scope;
use std::sync::Arc;

/// Split indexes take about seven bytes a row of the dataset.
const CACHE_BYTES: usize = 64 << 20;

/// Texts of split indexes by key.
struct SplitTexts(Cache<String>);

impl Default for SplitTexts {
    fn default() -> Self {
        Self(Cache::new(CACHE_BYTES))
    }
}

/// The JSON text of a run's split indexes; none before its first training, or when it is no longer stored.
async fn split_indexes(app: &App, scope: &Scope, run: &Run) -> Result<Option<Arc<String>>> {
    let Some(key) = &run.splits_key else { return Ok(None) };
    let load = async {
        let bytes = scope.artifacts.get(key).await?;
        let text = String::from_utf8(bytes.into()).map_err(|_| Error::internal(format!("{key} is not text")))?;
        let weight = text.len();
        Ok((text, weight))
    };
    let texts = app.shared::<SplitTexts>();
    match texts.0.get_or_load(&format!("{}/{key}", scope.tenant), load).await {
        Ok(text) => Ok(Some(text)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The row without scores.
pub(crate) async fn plain(app: &App, scope: &Scope, run: Run) -> Result<RunRow> {
    let splits = split_indexes(app, scope, &run).await?;
    Ok(RunRow::new(run, splits))
}

/// The row with scores.
pub(crate) async fn scored(app: &App, scope: &Scope, run: Run) -> Result<ScoredRun> {
    let splits = split_indexes(app, scope, &run).await?;
    Ok(ScoredRun::new(run, splits))
}
