//! New rows that pass through fitted converters.

use crate::fixtures::{Asked, carried_out, categories, dates, floats, names, numbers, table, words};
use crate::{Chain, Fitted};
use serde_json::json;
use skydash_domain::columns::Held;
use skydash_domain::progress::Silent;

fn rows() -> Held {
    table([
        floats("x", &[1.0, f64::NAN, 3.0, 8.0]),
        categories("c", &["r", "g", "", "r"]),
        dates("d", &["2024-01-01", "2024-01-02", "2024-01-04", "2024-01-05"]),
    ])
}

/// Learns each step from the table as the ones before it leave it.
fn notebook(table: &Held) -> (Vec<Fitted>, Held) {
    let steps = [
        ("SimpleImputer", Asked::default().on(&["x"])),
        ("NanRemover", Asked::default().on(&["c"])),
        ("StandardScaler", Asked::default().on(&["x"])),
        ("OneHotEncoder", Asked::with(json!({"handle_unknown": "ignore"})).on(&["c"])),
        ("DateFeaturesConverter", Asked::default().on(&["d"])),
        ("ColumnRemover", Asked::default().on(&["c", "d"])),
    ];
    let mut table = table.clone();
    let mut fitted = Vec::new();
    for (converter, asked) in steps {
        let step = asked.fit(converter, &table).unwrap();
        table = carried_out(&step, &table).unwrap();
        fitted.push(step);
    }
    (fitted, table)
}

#[test]
fn new_rows_become_what_they_would_have_been_and_none_is_lost() {
    let (steps, changed) = notebook(&rows());
    let chain = Chain::from_bytes(&Chain::new(steps).to_bytes().unwrap()).unwrap();
    assert_eq!(chain.steps().len(), 6);
    let new = table([
        dates("d", &["2025-07-01", "2024-01-01"]),
        categories("c", &["blue", "r"]),
        floats("x", &[f64::NAN, 1.0]),
    ]);
    let applied = chain.apply(new, &Silent).unwrap();
    let mut expected = names(&changed);
    expected.sort_unstable();
    let mut found = names(&applied);
    found.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(numbers(&applied, "x")[1], numbers(&changed, "x")[0]);
    assert_eq!(numbers(&applied, "ohe_c_r"), [0.0, 1.0]);
    assert_eq!(words(&applied, "d_year"), ["2025", "2024"]);
    let all = chain.apply(rows(), &Silent).unwrap();
    assert_eq!(numbers(&all, "ohe_c_g"), [0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn what_is_missing_is_said() {
    let (steps, _) = notebook(&rows());
    let chain = Chain::new(steps);
    let refusal = chain.apply(table([floats("x", &[1.0])]), &Silent).unwrap_err();
    assert_eq!(refusal.to_string(), "Column 'c' not found in dataset");
}

#[test]
fn a_chain_of_another_version_is_refused_with_a_remedy() {
    let mut bytes = Chain::default().to_bytes().unwrap();
    assert_eq!(Chain::from_bytes(&bytes).unwrap(), Chain::default());
    bytes[0] = 9;
    let refusal = Chain::from_bytes(&bytes).unwrap_err().to_string();
    assert_eq!(refusal, "The converter was stored in form 9, which this version cannot read. Apply it again.");
    assert!(Chain::from_bytes(&[]).is_err());
}
