//! Rows of runs, with the text of their split indexes.

use crate::wire::{ListQuery, RunRow, ScoredRun};
use axum::response::Response;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::{Error, Result};
use skydash_http::cache::Cache;
use skydash_http::list::{self, Part};
use skydash_http::{ApiResult, App};
use skydash_ports::{Entity, Query, Scope, Stored};
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

/// The runs a query asks for, with scores.
pub(crate) async fn list(app: &App, scope: &Scope, query: &ListQuery, part: Part) -> ApiResult<Response> {
    let found = match query.model_session_id {
        Some(id) => {
            let session: Stored<Session> = scope.meta.load(id).await?;
            Query::children(Run::KIND, session.key())
        }
        None => Query::all(Run::KIND),
    };
    let (app, view) = (app.clone(), scope.clone());
    let row = move |run: Run| {
        let (app, scope) = (app.clone(), view.clone());
        async move { scored(&app, &scope, run).await.map(Some) }
    };
    list::entities_with(scope, found, part, row).await
}
