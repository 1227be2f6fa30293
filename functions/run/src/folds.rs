//! Scores fold by fold, for cross-validated runs.

use serde::{Deserialize, Serialize};
use serde_json::json;
use skydash_domain::metric::{FoldScores, ScoreMap};
use skydash_domain::run::Run;
use skydash_domain::{Error, Result};
use skydash_http::fastapi::ValidationError;
use skydash_http::{ApiError, ApiResult};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Which scores of the folds to return.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FoldQuery {
    /// The rows scored: `train`, or `validation` (the default).
    metric_split: Option<String>,
    /// The folds: `default`, or `outer` for those around a search.
    scope: Option<String>,
}

/// Scores of every fold by metric; null where a fold has no finite score.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct ByMetric(BTreeMap<String, Vec<Option<f64>>>);

/// Scores of every fold, by repetition (`rep_0`, ...) when the splitter repeats.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum FoldMetrics {
    /// The splitter ran once.
    Once(ByMetric),
    /// The splitter repeats.
    Repeated(BTreeMap<String, ByMetric>),
}

impl FoldQuery {
    /// Whether the train scores are asked for, and whether the outer folds are.
    pub(crate) fn read(&self) -> ApiResult<(bool, bool)> {
        let split = literal("metric_split", self.metric_split.as_deref(), ["validation", "train"])?;
        let scope = literal("scope", self.scope.as_deref(), ["default", "outer"])?;
        Ok((split == "train", scope == "outer"))
    }
}

/// One of two words, the first by default.
fn literal<'a>(name: &str, given: Option<&'a str>, words: [&'a str; 2]) -> ApiResult<&'a str> {
    let Some(word) = given else { return Ok(words[0]) };
    if words.contains(&word) {
        return Ok(word);
    }
    let mut sorted = words;
    sorted.sort_unstable();
    let expected = format!("'{}' or '{}'", sorted[0], sorted[1]);
    let msg = format!("Input should be {expected}");
    let mut fault = ValidationError::new("literal_error", vec![json!("query"), json!(name)], msg, json!(word));
    fault.ctx = Some(json!({ "expected": expected }));
    Err(ApiError::Validation(vec![fault]))
}

/// The fold scores of a run. There are no outer folds without a search.
pub(crate) fn of_run(run: &Run, train: bool, outer: bool) -> Result<FoldMetrics> {
    let folds = run.scores.as_ref().map(|scores| scores.folds.as_slice()).unwrap_or_default();
    if folds.is_empty() || outer {
        return Err(Error::not_found("No fold metrics found for this run"));
    }
    if folds.iter().all(|fold| fold.repetition == 0) {
        return Ok(FoldMetrics::Once(by_metric(folds, train)));
    }
    let mut repetitions = BTreeMap::new();
    for chunk in folds.chunk_by(|a, b| a.repetition == b.repetition) {
        repetitions.insert(format!("rep_{}", chunk[0].repetition), by_metric(chunk, train));
    }
    Ok(FoldMetrics::Repeated(repetitions))
}

fn by_metric(folds: &[FoldScores], train: bool) -> ByMetric {
    let maps: Vec<&ScoreMap> = folds.iter().map(|fold| if train { &fold.train } else { &fold.validation }).collect();
    let names = maps.iter().flat_map(|map| map.keys());
    ByMetric(names.map(|name| (name.clone(), maps.iter().map(|map| map.get(name).copied()).collect())).collect())
}
