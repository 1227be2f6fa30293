//! Columns that say where others have no value.

use crate::reading;
use skydash_domain::table::Values;

/// The name that such a column is given.
pub(crate) fn name(column: &str) -> String {
    format!("missingindicator_{column}")
}

/// 1 where a value is missing, else 0.
pub(crate) fn marks(values: &Values) -> Values {
    Values::Numbers(reading::missing(values).into_iter().map(|missing| f64::from(u8::from(missing))).collect())
}
