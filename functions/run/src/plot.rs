//! Which plot of a parameter search a path names.

use serde::Serialize;
use serde_json::json;
use skydash_http::fastapi::ValidationError;
use skydash_http::{ApiError, ApiResult};
use utoipa::ToSchema;

/// A plot as Plotly draws it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunPlot {
    title: String,
    /// `explanation`.
    role: &'static str,
    /// `plotly`.
    r#type: &'static str,
    /// The figure as JSON text.
    payload: String,
    index: usize,
}

const WORDS: [&str; 4] = ["history", "slice", "contour", "importance"];

/// Checks the last segment of a plot's path: a word, or any integer (1 to 4 in that order, others mean the last).
pub(crate) fn check_type(segment: &str) -> ApiResult<()> {
    if WORDS.contains(&segment) || segment.parse::<i64>().is_ok() {
        return Ok(());
    }
    let msg = "Input should be 'history', 'slice', 'contour', 'importance' or a valid integer";
    let fault = ValidationError::new("int_parsing", vec![json!("path"), json!("plot_type")], msg, json!(segment));
    Err(ApiError::Validation(vec![fault]))
}
