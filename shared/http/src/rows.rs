//! Rows that more than one router answers with.

use crate::time;
use serde::Serialize;
use serde_json::{Map, Value};
use skydash_domain::Status;
use skydash_domain::converter::{Converter, Settings};
use skydash_domain::explorer::Explorer;
use utoipa::ToSchema;

/// An explorer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplorerRow {
    id: i64,
    notebook_id: i64,
    exploration_type: String,
    /// The columns it looks at, each with its name as `columnName`.
    #[schema(value_type = Vec<Object>)]
    columns: Vec<Map<String, Value>>,
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    name: Option<String>,
    created: String,
    last_modified: String,
    delivery_time: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
    /// The results, once there are any: a token that leads nowhere by itself.
    exploration_path: Option<String>,
    /// 0 not started, 1 delivered, 2 started, 3 finished, 4 error.
    #[schema(value_type = u8)]
    status: Status,
}

impl From<Explorer> for ExplorerRow {
    fn from(explorer: Explorer) -> Self {
        Self {
            id: explorer.id.0,
            notebook_id: explorer.notebook_id.0,
            exploration_type: explorer.exploration_type,
            columns: explorer.columns,
            parameters: explorer.parameters,
            name: explorer.name,
            created: time::local(explorer.created),
            last_modified: time::local(explorer.last_modified),
            delivery_time: explorer.delivery_time.map(time::local),
            start_time: explorer.start_time.map(time::local),
            end_time: explorer.end_time.map(time::local),
            exploration_path: explorer.results_key.map(|_| format!("explorers/{}", explorer.id)),
            status: explorer.status,
        }
    }
}

/// A converter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConverterRow {
    id: i64,
    notebook_id: i64,
    /// The job that last worked on it.
    huey_id: Option<String>,
    converter: String,
    #[schema(value_type = Object)]
    parameters: Settings,
    created: String,
    last_modified: String,
    /// 0 not started, 1 delivered, 2 started, 3 finished, 4 error.
    #[schema(value_type = u8)]
    status: Status,
    delivery_time: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
}

impl From<Converter> for ConverterRow {
    fn from(converter: Converter) -> Self {
        Self {
            id: converter.id.0,
            notebook_id: converter.notebook_id.0,
            huey_id: converter.job_id.map(|job| job.to_string()),
            converter: converter.converter,
            parameters: converter.settings,
            created: time::local(converter.created),
            last_modified: time::local(converter.last_modified),
            status: converter.status,
            delivery_time: converter.delivery_time.map(time::local),
            start_time: converter.start_time.map(time::local),
            end_time: converter.end_time.map(time::local),
        }
    }
}
