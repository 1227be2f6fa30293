//! The numbers of pandas, numpy, scipy and statsmodels, to a millionth (`tests/golden/make.py`).

use crate::tables::{date, iris, numbers, penguins};
use serde_json::{Map, Value};
use skydash_domain::artifact::Artifact;
use skydash_domain::columns::Held;
use skydash_domain::progress::Silent;
use skydash_explore::{Request, explore};

/// Relative, and absolute for numbers below 1.
const TOLERANCE: f64 = 1e-6;

fn table(case: &Value) -> Held {
    match &case["table"] {
        Value::String(name) if name == "iris" => iris(),
        Value::String(_) => penguins(),
        given => {
            let cells = |cells: &Value| cells.as_array().unwrap().clone();
            let column = |(name, values): (&String, &Value)| match name.strip_prefix("date:") {
                Some(name) => date(name, cells(values).iter().map(|cell| cell.as_str().map(str::to_owned)).collect()),
                None => numbers(name, cells(values).iter().map(|cell| cell.as_f64().unwrap_or(f64::NAN)).collect()),
            };
            Held::new(given.as_object().unwrap().iter().map(column).collect()).unwrap()
        }
    }
}

fn near(name: &str, place: &str, found: &Value, expected: &Value) {
    match (found, expected) {
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{name}, {place}");
            for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
                near(name, &format!("{place}[{at}]"), found, expected);
            }
        }
        _ => match (found.as_f64(), expected.as_f64()) {
            (Some(a), Some(b)) => {
                let apart = (a - b).abs() / b.abs().max(1.0);
                assert!(apart <= TOLERANCE, "{name}, {place}: {a} is not {b}");
            }
            _ => assert_eq!(found, expected, "{name}, {place}"),
        },
    }
}

fn shown(case: &Value) -> Artifact {
    let columns: Vec<String> =
        case["columns"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
    let parameters: Map<String, Value> = case["parameters"].as_object().unwrap().clone();
    let explorer = case["explorer"].as_str().unwrap();
    let request = Request { explorer, columns: &columns, parameters: &parameters, title: None };
    explore(request, &table(case), &Silent).unwrap_or_else(|error| panic!("{}: {error}", case["name"])).remove(0)
}

#[test]
fn numbers_agree_with_the_peers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/golden.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() > 60);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        match shown(case) {
            Artifact::Plotly { figure, .. } => {
                for (pointer, expected) in case["figure"].as_object().unwrap() {
                    let found = figure.pointer(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}"));
                    near(name, pointer, found, expected);
                }
            }
            Artifact::Table { columns, rows, .. } => compare(name, case, &columns, &rows),
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// A whole table, or facts by name.
fn compare(name: &str, case: &Value, columns: &[String], rows: &[Vec<Value>]) {
    if let Some(facts) = case["facts"].as_object() {
        for (fact, expected) in facts {
            let row = rows.iter().find(|row| row[0] == fact.as_str()).unwrap_or_else(|| panic!("{name} has no {fact}"));
            near(name, fact, &row[1], expected);
        }
        return;
    }
    let header: Vec<&str> = case["header"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(rows.len(), case["rows"].as_array().unwrap().len(), "{name}");
    for (row, expected) in rows.iter().zip(case["rows"].as_array().unwrap()) {
        assert_eq!(columns.len(), header.len(), "{name}: {columns:?}");
        for (column, expected) in header.iter().zip(expected.as_array().unwrap()) {
            let at =
                columns.iter().position(|known| known == column).unwrap_or_else(|| panic!("{name} has no {column}"));
            near(name, &format!("{} of {}", column, row[0]), &row[at], expected);
        }
    }
}
