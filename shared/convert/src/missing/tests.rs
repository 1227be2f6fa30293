//! What imputers refuse.

use crate::fixtures::{Asked, carried_out, categories, floats, names, table, words};
use serde_json::{Value, json};

#[test]
fn categories_have_no_mean() {
    let colours = table([categories("c", &["r", "", "g"])]);
    let refusal = Asked::default().refusal("SimpleImputer", &colours);
    assert!(refusal.contains("'c'") && refusal.contains("'most_frequent'"), "{refusal}");
}

#[test]
fn a_fill_value_fits_its_column() {
    let table = table([floats("x", &[1.0, f64::NAN])]);
    let refusal = |parameters: Value| Asked::with(parameters).refusal("SimpleImputer", &table);
    let none = refusal(json!({"strategy": "constant"}));
    assert_eq!(none, "The strategy with a fixed value needs one as fill value.");
    let text = refusal(json!({"strategy": "constant", "fill_value": "red"}));
    assert!(text.contains("'fill_value'") && text.contains("column 'x'"), "{text}");
}

#[test]
fn columns_without_values_go_unless_kept_but_not_all_of_them() {
    let table = table([floats("x", &[1.0, f64::NAN]), floats("e", &[f64::NAN, f64::NAN])]);
    assert_eq!(names(&Asked::default().convert("SimpleImputer", &table).unwrap()), ["x"]);
    let only = crate::fixtures::table([floats("e", &[f64::NAN, f64::NAN])]);
    let refusal = Asked::default().refusal("SimpleImputer", &only);
    assert!(refusal.contains("Leave at least one"), "{refusal}");
    let colours = crate::fixtures::table([categories("c", &["", ""])]);
    let asked = Asked::with(json!({"strategy": "most_frequent", "keep_empty_features": true}));
    assert!(asked.refusal("SimpleImputer", &colours).starts_with("Column 'c' has no values"));
}

#[test]
fn a_category_that_came_later_is_refused() {
    let asked = Asked::with(json!({"strategy": "most_frequent"}));
    let fitted = asked.fit("SimpleImputer", &table([categories("c", &["b", "a", "b", ""])])).unwrap();
    let changed = carried_out(&fitted, &table([categories("c", &["a", "", "b"])])).unwrap();
    assert_eq!(words(&changed, "c"), ["a", "b", "b"]);
    let refusal = carried_out(&fitted, &table([categories("c", &["z"])])).unwrap_err().to_string();
    assert!(refusal.contains("'z'"), "{refusal}");
}
