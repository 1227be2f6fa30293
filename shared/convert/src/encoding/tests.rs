//! What encoders refuse, and what becomes of categories that they have not learnt.

use crate::fixtures::{Asked, carried_out, categories, names, numbers, table};
use serde_json::{Value, json};
use skydash_domain::columns::Held;

fn learnt() -> Held {
    table([categories("c", &["b", "a", "b"]), categories("d", &["x", "y", "x"])])
}

fn later() -> Held {
    table([categories("c", &["z", "", "a"]), categories("d", &["x", "y", "x"])])
}

/// What becomes of later rows.
fn after(converter: &str, parameters: Value) -> Result<Held, String> {
    let fitted = Asked::with(parameters).on(&["c"]).fit(converter, &learnt()).unwrap();
    carried_out(&fitted, &later()).map_err(|error| error.to_string())
}

#[test]
fn a_category_that_was_not_learnt_is_refused_by_name() {
    for converter in ["OneHotEncoder", "LabelEncoder", "OrdinalEncoder"] {
        let refusal = after(converter, json!({})).unwrap_err();
        assert!(refusal.starts_with("Column 'c' has the category 'z', which"), "{refusal}");
    }
}

#[test]
fn or_becomes_what_was_asked_for() {
    let ignored = after("OneHotEncoder", json!({"handle_unknown": "ignore"})).unwrap();
    assert_eq!(names(&ignored), ["c", "d", "ohe_c_a", "ohe_c_b"]);
    assert_eq!(numbers(&ignored, "ohe_c_a"), [0.0, 0.0, 1.0]);
    assert_eq!(numbers(&ignored, "ohe_c_b"), [0.0; 3]);
    let rare = json!({"handle_unknown": "infrequent_if_exist", "min_frequency": 2});
    assert_eq!(numbers(&after("OneHotEncoder", rare).unwrap(), "ohe_c_infrequent_sklearn"), [1.0; 3]);
    let valued = json!({"handle_unknown": "use_encoded_value", "unknown_value": -7});
    let codes = numbers(&after("OrdinalEncoder", valued).unwrap(), "oe_c");
    assert!(codes[0] == -7.0 && codes[1].is_nan() && codes[2] == 0.0, "{codes:?}");
}

#[test]
fn parameters_that_do_not_go_together_are_named() {
    let refusal = |converter: &str, parameters: Value, scope: &[&str]| {
        Asked::with(parameters).on(scope).refusal(converter, &learnt())
    };
    let one = |converter: &str, parameters: Value| refusal(converter, parameters, &["c"]);
    let unset = one("OrdinalEncoder", json!({"handle_unknown": "use_encoded_value"}));
    assert!(unset.contains("'unknown_value'") && unset.contains("needed"), "{unset}");
    let unused = one("OrdinalEncoder", json!({"unknown_value": -1}));
    assert!(unused.contains("'unknown_value'") && unused.contains("only used"), "{unused}");
    let taken = one("OrdinalEncoder", json!({"handle_unknown": "use_encoded_value", "unknown_value": 1}));
    assert!(taken.contains("'unknown_value'") && taken.contains("already"), "{taken}");
    let wide = json!({"handle_unknown": "use_encoded_value", "unknown_value": 3_000_000_000_u64, "dtype": "int32"});
    assert!(one("OrdinalEncoder", wide).contains("cannot be 3000000000"));
    let lists = refusal("OneHotEncoder", json!({"categories": "a, b"}), &["c", "d"]);
    assert!(lists.contains("'categories'") && lists.contains("single column"), "{lists}");
    assert!(one("OneHotEncoder", json!({"categories": ","})).contains("lists no category"));
    assert!(one("OneHotEncoder", json!({"categories": "a, b, a"})).contains("'a' twice"));
    assert!(one("OneHotEncoder", json!({"categories": "a, q"})).contains("category 'b'"));
    assert!(one("OneHotEncoder", json!({"drop": "q"})).contains("names 'q', which is no category of column 'c'"));
    assert!(one("OneHotEncoder", json!({"drop": "a, b"})).contains("names 2 categories"));
    assert!(one("OneHotEncoder", json!({"drop": "a", "min_frequency": 2})).contains("merged"));
    assert!(refusal("OneHotEncoder", json!({"drop": "a"}), &["c", "d"]).contains("single column"));
}

#[test]
fn a_column_without_categories_has_no_labels() {
    let empty = table([categories("c", &["", ""])]);
    for converter in ["LabelEncoder", "OrdinalEncoder"] {
        let refusal = Asked::default().refusal(converter, &empty);
        assert!(refusal.starts_with("Column 'c' has no values"), "{refusal}");
    }
    let changed = Asked::default().convert("OneHotEncoder", &empty).unwrap();
    assert_eq!(numbers(&changed, "ohe_c_nan"), [1.0, 1.0]);
}
