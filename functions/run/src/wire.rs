//! What clients send and receive.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_domain::metric::{ScoreMap, Scores};
use skydash_domain::run::Run;
use skydash_http::{fastapi::double_option, time};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// A run without its scores, as a POST or PATCH answers it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RunRow {
    id: i64,
    model_session_id: i64,
    /// The job that last worked on it.
    huey_id: Option<String>,
    created: String,
    last_modified: String,
    model_name: String,
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// The rows of each partition, as JSON text.
    #[schema(value_type = Option<String>)]
    split_indexes: Option<Arc<String>>,
    optimizer_name: String,
    #[schema(value_type = Object)]
    optimizer_parameters: Map<String, Value>,
    #[schema(value_type = Option<Object>)]
    nested: Option<Value>,
    plot_history_path: Option<&'static str>,
    plot_slice_path: Option<&'static str>,
    plot_contour_path: Option<&'static str>,
    plot_importance_path: Option<&'static str>,
    goal_metric: String,
    #[schema(value_type = Option<Object>)]
    artifacts: (),
    name: String,
    description: Option<String>,
    /// The stored model, once trained: a token that leads nowhere by itself.
    run_path: Option<String>,
    /// 0 not started, 1 delivered, 2 started, 3 finished, 4 error.
    #[schema(value_type = u8)]
    status: skydash_domain::Status,
    delivery_time: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
}

impl RunRow {
    /// The row of a run with the text of its split indexes.
    pub(crate) fn new(run: Run, split_indexes: Option<Arc<String>>) -> Self {
        // Plots have no paths. As in the reference, the text a client must send is seen until the first training.
        let plot_path = if run.splits_key.is_none() { Some("") } else { None };
        Self {
            id: run.id.0,
            model_session_id: run.session_id.0,
            huey_id: run.job_id.map(|id| id.to_string()),
            created: time::local(run.created),
            last_modified: time::local(run.last_modified),
            model_name: run.model_name,
            parameters: run.parameters,
            split_indexes,
            optimizer_name: run.optimizer_name,
            optimizer_parameters: run.optimizer_parameters,
            nested: run.nested,
            plot_history_path: plot_path,
            plot_slice_path: plot_path,
            plot_contour_path: plot_path,
            plot_importance_path: plot_path,
            goal_metric: run.goal_metric,
            artifacts: (),
            name: run.name,
            description: run.description,
            run_path: run.model_key.map(|_| format!("runs/{}", run.id)),
            status: run.status,
            delivery_time: run.delivery_time.map(time::local),
            start_time: run.start_time.map(time::local),
            end_time: run.end_time.map(time::local),
        }
    }
}

/// The mean scores by metric of each partition, and over folds their standard deviations.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScoreMaps {
    #[schema(value_type = Option<HashMap<String, f64>>)]
    train_metrics: Option<ScoreMap>,
    #[schema(value_type = Option<HashMap<String, f64>>)]
    train_metrics_std: Option<ScoreMap>,
    #[schema(value_type = Option<HashMap<String, f64>>)]
    validation_metrics: Option<ScoreMap>,
    #[schema(value_type = Option<HashMap<String, f64>>)]
    validation_metrics_std: Option<ScoreMap>,
    #[schema(value_type = Option<HashMap<String, f64>>)]
    test_metrics: Option<ScoreMap>,
    #[schema(value_type = Option<HashMap<String, f64>>)]
    test_metrics_std: Option<ScoreMap>,
}

impl From<Scores> for ScoreMaps {
    fn from(scores: Scores) -> Self {
        Self {
            train_metrics: scores.train,
            train_metrics_std: scores.train_std,
            validation_metrics: scores.validation,
            validation_metrics_std: scores.validation_std,
            test_metrics: scores.test,
            test_metrics_std: scores.test_std,
        }
    }
}

/// A run with its scores.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScoredRun {
    #[serde(flatten)]
    run: RunRow,
    #[serde(flatten)]
    scores: ScoreMaps,
}

impl ScoredRun {
    /// The row of a run with the text of its split indexes.
    pub(crate) fn new(mut run: Run, split_indexes: Option<Arc<String>>) -> Self {
        let scores = run.scores.take().unwrap_or_default().into();
        Self { run: RunRow::new(run, split_indexes), scores }
    }
}

/// A changed run: with its (empty) scores when the change reset it, without otherwise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ChangedRun {
    /// What training made is gone.
    Reset(Box<ScoredRun>),
    /// What training made is still there.
    Kept(Box<RunRow>),
}

/// A run to be created.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewRun {
    pub(crate) model_session_id: i64,
    pub(crate) model_name: String,
    pub(crate) name: String,
    /// Parameters of the model, bare or in search envelopes. Missing ones take their defaults.
    #[schema(value_type = Object)]
    pub(crate) parameters: Map<String, Value>,
    /// Empty for no optimizer.
    pub(crate) optimizer_name: String,
    #[schema(value_type = Object)]
    pub(crate) optimizer_parameters: Map<String, Value>,
    #[expect(dead_code, reason = "required on the wire; no path of a client is ever used")]
    plot_history_path: String,
    #[expect(dead_code, reason = "as above")]
    plot_slice_path: String,
    #[expect(dead_code, reason = "as above")]
    plot_contour_path: String,
    #[expect(dead_code, reason = "as above")]
    plot_importance_path: String,
    /// The metric a search optimises; empty without one.
    pub(crate) goal_metric: String,
    pub(crate) description: Option<String>,
    #[schema(value_type = Option<Object>)]
    pub(crate) nested: Option<Map<String, Value>>,
}

/// What to change about a run. What is left out or null stays, but for `nested`, which null removes.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct RunChanges {
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<String>)]
    pub(crate) run_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<String>)]
    pub(crate) run_description: Option<Option<String>>,
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<Object>)]
    pub(crate) parameters: Option<Option<Map<String, Value>>>,
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<String>)]
    pub(crate) optimizer: Option<Option<String>>,
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<Object>)]
    pub(crate) optimizer_parameters: Option<Option<Map<String, Value>>>,
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<String>)]
    pub(crate) goal_metric: Option<Option<String>>,
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<Object>)]
    pub(crate) nested: Option<Option<Map<String, Value>>>,
}

/// Which runs to list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only those of this session.
    pub(crate) model_session_id: Option<i64>,
}

/// How much was made with a run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OperationsCount {
    pub(crate) explainers: usize,
    pub(crate) predictions: usize,
    pub(crate) reports: usize,
}

/// What was deleted of what was made with a run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OperationsDeleted {
    pub(crate) deleted: bool,
    pub(crate) count: DeletedCount,
    pub(crate) total: usize,
}

/// Deleted operations by sort.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeletedCount {
    pub(crate) global_explainers: usize,
    pub(crate) local_explainers: usize,
    pub(crate) predictions: usize,
    pub(crate) reports: usize,
}
