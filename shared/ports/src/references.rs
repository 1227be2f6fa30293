//! Which objects a record points to.

use serde::Deserialize;
use serde_json::Value;
use skydash_domain::dataset::TableVersion;

/// The tables that a record points to, by its body.
pub fn tables_of(body: &Value) -> impl Iterator<Item = TableVersion> {
    let places = ["/table", "/applied/before", "/applied/after"];
    places.into_iter().filter_map(|place| TableVersion::deserialize(body.pointer(place)?).ok())
}

/// The names of the artifacts that a record points to, by its body.
pub fn artifacts_of(body: &Value) -> impl Iterator<Item = &str> {
    let places = ["/model_key", "/splits_key", "/results_key", "/applied/fitted_key", "/task/rows_key"];
    let overrides = body["overrides"].as_object().into_iter().flat_map(|overrides| overrides.values());
    places.into_iter().filter_map(|place| body.pointer(place)).chain(overrides).filter_map(Value::as_str)
}
