//! `/dataset`: tables with a name, their statistics, rows and columns, and files about to become one.

mod change;
mod columns;
mod counted;
mod disposition;
mod export;
mod facts;
mod form;
mod parts;
mod preview;
mod records;
mod rows;
mod shapes;
mod summary;
mod turns;
mod upload;
mod wire;

use skydash_http::{Function, Grant, Router};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "dataset",
        resources: vec![("/dataset", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::WriteObjects, Grant::SendJobs],
        memory_mb: 1769,
    }
}

/// The operations of `/dataset`.
fn router() -> Router {
    Router::new()
        .routes(routes!(records::list_datasets, records::create_dataset, records::delete_datasets))
        .routes(routes!(records::get_dataset, records::update_dataset, records::delete_dataset))
        .routes(routes!(records::copy_dataset))
        .routes(routes!(summary::get_dataset_sample))
        .routes(routes!(summary::get_dataset_info))
        .routes(routes!(summary::get_dataset_types))
        .routes(routes!(summary::get_model_sessions_exist))
        .routes(routes!(summary::get_file_sample))
        .routes(routes!(summary::get_file_info))
        .routes(routes!(summary::get_file_types))
        .routes(routes!(columns::rename_column))
        .routes(routes!(columns::set_column_encoder))
        .routes(routes!(rows::get_file_rows))
        .routes(routes!(rows::filter_rows))
        .routes(routes!(export::export_file))
        .routes(routes!(export::export_dataset))
        .routes(routes!(preview::preview_with_types))
        .routes(routes!(preview::validate_type_changes))
        .routes(routes!(parts::begin_upload))
        .routes(routes!(parts::get_upload, parts::delete_upload))
        .routes(routes!(parts::put_part))
}

#[cfg(test)]
mod tests;
