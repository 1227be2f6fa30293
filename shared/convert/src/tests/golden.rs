//! Cases whose results other software made: see the scripts in `tests/golden`.
//!
//! Numbers may differ by 1e-6, relative to the larger of 1 and the number expected.

use crate::fixtures::{Asked, names};
use serde_json::{Map, Value};
use skydash_domain::columns::{Columns, Held};
use skydash_domain::table::{Column, ColumnType, MISSING, Values};

const TOLERANCE: f64 = 1e-6;

/// A column as the scripts write it: its type as clients see it, and its values, categories as text.
fn column(name: &str, written: &Value) -> Column {
    let column_type: ColumnType = serde_json::from_value(written["type"].clone()).unwrap();
    let cells = written["values"].as_array().unwrap();
    let values = match &column_type {
        ColumnType::Integer { .. } | ColumnType::Float { .. } => {
            Values::Numbers(cells.iter().map(|cell| cell.as_f64().unwrap_or(f64::NAN)).collect())
        }
        ColumnType::Categorical { categories, .. } => {
            let code = |cell: &Value| {
                let text = cell.as_str()?;
                Some(categories.iter().position(|category| category == text).unwrap() as u32)
            };
            Values::Codes(cells.iter().map(|cell| code(cell).unwrap_or(MISSING)).collect())
        }
        _ => Values::Texts(cells.iter().map(|cell| cell.as_str().map(str::to_owned)).collect()),
    };
    Column { name: name.to_owned(), column_type, values }
}

pub(crate) fn table(written: &Value) -> Held {
    let columns = written.as_object().unwrap().iter();
    Held::new(columns.map(|(name, written)| column(name, written)).collect()).unwrap()
}

pub(crate) fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn check(case: &Value) {
    let what = case["name"].as_str().unwrap();
    let asked = Asked {
        parameters: case["params"].as_object().cloned().unwrap_or_else(Map::new),
        scope: strings(&case["scope"]),
        rows: case["rows"].as_array().into_iter().flatten().map(|row| row.as_u64().unwrap() as usize).collect(),
        target: case["target"].as_str().map(str::to_owned),
    };
    let found = asked.convert(case["converter"].as_str().unwrap(), &table(&case["table"]));
    let found = found.unwrap_or_else(|error| panic!("{what}: {error}"));
    let expected = table(&case["expected"]);
    assert_eq!(names(&found), names(&expected), "{what}");
    for name in names(&expected) {
        same(&format!("{what}, column {name}"), &found.column(name).unwrap(), &expected.column(name).unwrap());
    }
}

fn same(what: &str, found: &Column, expected: &Column) {
    assert_eq!(found.column_type, expected.column_type, "{what}");
    let (Values::Numbers(found), Values::Numbers(expected)) = (&found.values, &expected.values) else {
        assert_eq!(found.values, expected.values, "{what}");
        return;
    };
    assert_eq!(found.len(), expected.len(), "{what}");
    for (row, (a, b)) in found.iter().zip(expected).enumerate() {
        let close = (a - b).abs() <= TOLERANCE * b.abs().max(1.0) || a.is_nan() && b.is_nan();
        assert!(close, "{what}, row {row}: {a} is not {b}");
    }
}

macro_rules! golden {
    ($($family:ident),+ $(,)?) => {$(
        #[test]
        fn $family() {
            let text = include_str!(concat!("../../tests/golden/", stringify!($family), ".json"));
            let cases: Vec<Value> = serde_json::from_str(text).unwrap();
            assert!(!cases.is_empty());
            cases.iter().for_each(check);
        }
    )+};
}

golden!(columns, time, scaling, encoding, missing, reduction, kernels, text, sampling, neighbors);
