//! The readers of file formats and their parameters.

mod arff;
mod csv;
mod excel;
mod json;

pub use arff::Arff;
pub use csv::{Csv, Encoding, Header, Separator};
pub use excel::{Excel, Sheet};
pub use json::Json;

use serde_json::{Value, json};

const PARENTS: &[&str] = &["BaseDataLoader"];
const RELATED: &[&str] = &["TabularClassificationTask", "RegressionTask"];

/// What clients know of a loader beside its parameters.
fn metadata(extensions: &[&str], native_types: bool) -> Value {
    json!({
        "category": "File Uploading",
        "supported_extensions": extensions,
        "supports_native_types": native_types,
    })
}

/// The values of a comma-separated list parameter, without blanks around them. Empty when there is none.
#[must_use]
pub fn list(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}
