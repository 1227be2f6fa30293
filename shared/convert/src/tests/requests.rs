//! What a request may ask for.

use crate::fixtures::{Asked, categories, floats, integers, names, numbers, table, texts, words};
use crate::{Request, fit};
use serde_json::{Map, json};
use skydash_domain::columns::{Columns, Held};
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

fn sample() -> Held {
    table([floats("a", &[1.0, 2.0, 3.0]), integers("n", &[4.0, 5.0, 6.0]), categories("c", &["x", "y", "x"])])
}

#[test]
fn an_unknown_converter_is_named() {
    assert_eq!(Asked::default().refusal("Nope", &sample()), "There is no Converter 'Nope'.");
}

#[test]
fn the_scope_is_checked_column_by_column() {
    let refusal = |scope: &[&str]| Asked::default().on(scope).refusal("StandardScaler", &sample());
    assert_eq!(refusal(&["a", "z"]), "Column 'z' not found in dataset");
    assert!(refusal(&["c"]).contains("column 'c' is Categorical"), "{}", refusal(&["c"]));
    assert!(refusal(&[]).contains("column 'c' is Categorical"));
    let three = Asked::default().on(&["a", "n", "c"]).refusal("ColumnArithmetic", &sample());
    assert!(three.contains("1 to 2 columns and is given 3"), "{three}");
}

#[test]
fn the_scope_counts_in_the_order_of_the_table() {
    let changed = Asked::default().on(&["n", "a", "n"]).convert("ColumnArithmetic", &sample()).unwrap();
    assert_eq!(names(&changed), ["a", "n", "c", "a_add_n"]);
}

#[test]
fn rows_limit_what_is_learnt_and_not_what_is_changed() {
    let changed = Asked::default().on(&["a"]).learning_from(&[1, 0, 1]).convert("MaxAbsScaler", &sample()).unwrap();
    assert_eq!(numbers(&changed, "a"), [0.5, 1.0, 1.5]);
    let refusal = Asked::default().on(&["a"]).learning_from(&[3]).refusal("MaxAbsScaler", &sample());
    assert_eq!(refusal, "MaxAbsScaler cannot learn from row 4: the table has 3 rows. Choose rows that it has.");
}

#[test]
fn a_target_is_asked_for_and_is_not_in_the_scope() {
    let windows = |asked: Asked| asked.refusal("TimeSeriesWindowConverter", &sample());
    assert!(windows(Asked::default()).contains("needs a target column"));
    assert_eq!(windows(Asked::default().target("z")), "Column 'z' not found in dataset");
    assert!(windows(Asked::default().on(&["a"]).target("a")).contains("'a' is the target"));
}

#[test]
fn names_that_are_taken_get_a_number() {
    let table = table([categories("c", &["x", "y"]), floats("le_c", &[1.0, 2.0]), texts("le_c_1", &["p", "q"])]);
    let fitted = Asked::default().on(&["c"]).fit("LabelEncoder", &table).unwrap();
    let changed = crate::fixtures::carried_out(&fitted, &table).unwrap();
    assert_eq!(names(&changed), ["c", "le_c", "le_c_1", "le_c_2"]);
    assert_eq!(words(&changed, "le_c_1"), ["p", "q"]);
    let again = crate::fixtures::carried_out(&fitted, &changed).unwrap_err().to_string();
    assert!(again.contains("already has a column 'le_c_2'"), "{again}");
}

#[test]
fn two_columns_that_would_be_named_the_same_are_told_apart() {
    let table = table([categories("a", &["b_c", "d"]), categories("a_b", &["c", "d"])]);
    let changed = Asked::default().convert("OneHotEncoder", &table).unwrap();
    assert_eq!(names(&changed), ["a", "a_b", "ohe_a_b_c", "ohe_a_d", "ohe_a_b_c_1", "ohe_a_b_d"]);
}

#[test]
fn too_many_columns_are_refused_before_they_are_made() {
    let labels: Vec<String> = (0..10_000).map(|number| number.to_string()).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let refusal = Asked::default().refusal("OneHotEncoder", &table([categories("c", &labels)]));
    assert!(refusal.starts_with("The table would have 10001 columns"), "{refusal}");
}

#[test]
fn a_cancelled_fit_ends() {
    struct Cancelled;
    impl Progress for Cancelled {
        fn report(&self, _: f64) -> Result<()> {
            Err(Error::Cancelled)
        }
    }
    let request = Request { converter: "StandardScaler", parameters: &Map::new(), scope: &[], rows: &[], target: None };
    assert_eq!(fit(request, &sample(), &Cancelled).unwrap_err(), Error::Cancelled);
}

#[test]
fn a_table_without_the_columns_is_refused() {
    let fitted = Asked::default().on(&["a"]).fit("StandardScaler", &sample()).unwrap();
    let other = table([floats("b", &[1.0])]);
    let refusal = crate::fixtures::carried_out(&fitted, &other).unwrap_err();
    assert_eq!(refusal.to_string(), "Column 'a' not found in dataset");
    let all = Asked::with(json!({})).on(&["a", "n", "c"]).refusal("ColumnRemover", &sample());
    assert!(all.contains("Leave at least one"), "{all}");
    assert_eq!(other.rows(), 1);
}
