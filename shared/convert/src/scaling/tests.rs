//! What scalers refuse.

use crate::fixtures::{Asked, floats, numbers, table};
use serde_json::json;

#[test]
fn columns_that_cannot_be_scaled_are_named() {
    for converter in ["StandardScaler", "MinMaxScaler", "MaxAbsScaler"] {
        let refusal = |values: &[f64]| Asked::default().refusal(converter, &table([floats("x", values)]));
        assert!(refusal(&[f64::NAN, f64::NAN]).starts_with("Column 'x' has no values"));
        assert!(refusal(&[1.0, f64::INFINITY]).starts_with("Column 'x' has infinite values"));
        assert!(refusal(&[]).contains("at least 1 row"), "{}", refusal(&[]));
    }
    let large = Asked::default().refusal("StandardScaler", &table([floats("x", &[1e300, -1e300])]));
    assert!(large.starts_with("The values of column 'x' are too large"), "{large}");
}

#[test]
fn gaps_are_refused_with_a_remedy_where_there_is_no_place_for_them() {
    for converter in ["Normalizer", "Binarizer"] {
        let refusal = Asked::default().refusal(converter, &table([floats("x", &[1.0, f64::NAN])]));
        assert!(refusal.contains("Column 'x'") && refusal.contains("SimpleImputer"), "{refusal}");
    }
}

#[test]
fn a_range_is_ordered() {
    let asked = Asked::with(json!({"min_range": 2, "max_range": 1}));
    let refusal = asked.refusal("MinMaxScaler", &table([floats("x", &[1.0, 2.0])]));
    assert_eq!(refusal, "The minimum of the range must be below its maximum.");
}

#[test]
fn a_single_row_becomes_zero() {
    let changed = Asked::default().convert("StandardScaler", &table([floats("x", &[7.0])])).unwrap();
    assert_eq!(numbers(&changed, "x"), [0.0]);
}
