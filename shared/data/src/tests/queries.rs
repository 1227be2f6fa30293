use super::{Page, Stored, csv, file, page_of, read, table};
use crate::{
    Filter, Formulas, Memory, Options, Sort, columns, export_csv, rows, with_encoder, with_renamed_column, write_table,
};
use serde_json::{Value, json};
use skydash_domain::table::{Encoder, MISSING, Values};
use std::fmt::Write;
use std::sync::{Arc, Barrier, mpsc};
use std::time::Duration;

fn iris() -> Stored {
    read(&file("iris.csv"), &csv(), &Options { statistics: true, ..Options::default() }).unwrap()
}

fn page(stored: &Stored, filter: Value, sort: Value, page: i64, size: i64) -> Page {
    let filter = Filter::new(&stored.summary, Some(&filter.to_string())).unwrap();
    let sort = Sort::new(&stored.summary, Some(&sort.to_string())).unwrap();
    page_of(stored, page, size, &filter, &sort)
}

fn total(stored: &Stored, field: &str, operator: &str, value: Value) -> u64 {
    page(stored, json!({"items": [{"field": field, "operator": operator, "value": value}]}), Value::Null, 0, 1).total
}

#[test]
fn operators_count_as_recorded_from_the_reference() {
    let iris = iris();
    let count = |field, operator, value| total(&iris, field, operator, value);
    assert_eq!(count("sepal_length", "greaterThan", json!("7")), 12);
    assert_eq!(count("sepal_length", "lessThan", json!(5)), 22);
    assert_eq!(count("sepal_length", "lessThanOrEqualTo", json!("4.4")), 4);
    assert_eq!(count("sepal_length", "greaterThanOrEqualTo", json!(7.7)), 5);
    assert_eq!(count("sepal_length", "between", json!([4.5, 4.6])), 5);
    assert_eq!(count("sepal_length", "between", json!(["", "4.4"])), 4);
    assert_eq!(count("species", "isAnyOf", json!(["setosa", "virginica"])), 100);
    assert_eq!(count("species", "isAnyOf", json!("setosa, virginica")), 100);
    assert_eq!(count("species", "contains", json!("COL")), 50);
    assert_eq!(count("species", "doesNotContain", json!("o")), 50);
    assert_eq!(count("species", "startsWith", json!("VIR")), 50);
    assert_eq!(count("species", "endsWith", json!("a")), 100);
    assert_eq!(count("sepal_length", "contains", json!("7.")), 12);
    assert_eq!(count("species", "startsWith", json!(".*")), 0);
    assert_eq!(count("species", "bogusOp", json!("x")), 150);
    assert_eq!(count("species", "equals", json!("")), 150);
}

#[test]
fn pages_are_those_recorded_from_the_reference() {
    let iris = iris();
    let first = page(&iris, Value::Null, Value::Null, 0, 3);
    assert_eq!((first.total, first.rows.len(), &first.rows[2]["sepal_length"]), (150, 3, &json!(4.7)));
    assert_eq!(first.rows[0].keys().next().unwrap(), "sepal_length");
    let late = page(
        &iris,
        json!({"items": [{"columnField": "species", "operatorValue": "equals", "value": "versicolor"}]}),
        Value::Null,
        2,
        5,
    );
    assert_eq!(
        (late.total, &late.rows[0]["sepal_length"], &late.rows[0]["sepal_width"]),
        (50, &json!(5.0), &json!(2.0))
    );
    let largest = page(
        &iris,
        json!({"items": [{"field": "sepal_length", "operator": "greaterThan", "value": "7"}]}),
        json!([{"id": "sepal_length", "desc": true}]),
        0,
        3,
    );
    assert_eq!(
        (largest.total, &largest.rows[0]["sepal_length"], &largest.rows[1]["sepal_width"]),
        (12, &json!(7.9), &json!(3.8))
    );
    assert_eq!(page(&iris, Value::Null, Value::Null, 999, 5).rows.len(), 0);
    assert_eq!(page(&iris, json!("no model"), json!("none"), 0, 2).total, 150);
}

#[test]
fn wrong_questions_are_refused() {
    let iris = iris();
    let model = json!({"items": [{"field": "nope", "operator": "equals", "value": 1}]}).to_string();
    assert!(Filter::new(&iris.summary, Some(&model)).unwrap_err().to_string().contains("'nope'"));
    let model = json!({"items": [{"field": "sepal_length", "operator": "equals", "value": "x"}]}).to_string();
    assert!(Filter::new(&iris.summary, Some(&model)).unwrap_err().to_string().contains("'sepal_length'"));
    assert!(Sort::new(&iris.summary, Some("[{\"id\":\"nope\"}]")).is_err());
    let error = rows(&iris.summary, &iris.parts, -1, 10, &Filter::default(), &Sort::default()).unwrap_err();
    assert_eq!(error.to_string(), "Parameter 'page' must be 0 or more (got -1).");
    assert_eq!(Filter::new(&iris.summary, Some("not json")).unwrap(), Filter::default());
}

#[test]
fn an_export_has_the_dialect_of_the_wire() {
    let stored =
        table("id,name,score,active\n1,\"said \"\"hi\"\"\",5.0,true\n2,,,false\n3,=x,1e-7,true\n4,y,-32000.0,\n");
    assert_eq!(
        exported(&stored, Formulas::Kept),
        "\"id\",\"name\",\"score\",\"active\"\n1,\"said \"\"hi\"\"\",5,true\n2,,,false\n3,\"=x\",1e-7,true\n4,\"y\",-32000,\n"
    );
}

#[test]
fn texts_that_are_formulas_are_guarded_when_asked_for() {
    let stored = table("\"=id\",name\n-1,=1+1\n2,@x\n3,-y\n4,+z\n5,a=b\n");
    assert_eq!(
        exported(&stored, Formulas::Guarded),
        "\"'=id\",\"name\"\n-1,\"'=1+1\"\n2,\"'@x\"\n3,\"'-y\"\n4,\"'+z\"\n5,\"a=b\"\n"
    );
}

fn exported(stored: &Stored, formulas: Formulas) -> String {
    let mut text = Vec::new();
    export_csv(&stored.summary, &stored.parts, &Filter::default(), &Sort::default(), formulas, &mut |piece| {
        text.extend(piece);
        Ok(())
    })
    .unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn rows_of_many_groups_are_found() {
    let mut text = "i,half,word\n".to_owned();
    (0..300_000).for_each(|row| writeln!(text, "{row},{},w{}", f64::from(row) / 2.0, row % 1000).unwrap());
    let stored = table(&text);
    assert_eq!(stored.summary.rows, 300_000);
    let middle = page(&stored, Value::Null, Value::Null, 19_999, 10);
    assert_eq!(middle.rows[9]["i"], 199_999);
    let last = page(
        &stored,
        json!({"items": [{"field": "word", "operator": "equals", "value": "w7"}]}),
        json!([{"id": "half", "desc": true}]),
        0,
        2,
    );
    assert_eq!((last.total, &last.rows[0]["i"]), (300, &json!(299_007)));
    let picked = columns(&stored.summary, &stored.parts, &["word", "half"], Some(&[299_999, 0, 150_001])).unwrap();
    assert_eq!(picked[1].values, Values::Numbers(vec![149_999.5, 0.0, 75_000.5]));
    assert!(columns(&stored.summary, &stored.parts, &["word"], Some(&[300_000])).is_err());
}

#[test]
fn columns_for_learning_have_codes_and_gaps() {
    let stored = read(&file("penguins.csv"), &csv(), &Options::default()).unwrap();
    let found = columns(&stored.summary, &stored.parts, &["sex", "body_mass_g", "year"], Some(&[3, 0])).unwrap();
    assert_eq!(found[0].values, Values::Codes(vec![MISSING, 1]));
    let Values::Numbers(numbers) = &found[1].values else { panic!() };
    assert!(numbers[0].is_nan() && numbers[1] == 3750.0);
    assert_eq!(found[2].values, Values::Codes(vec![0, 0]));
}

#[test]
fn columns_in_memory_become_the_same_table() {
    let stored = read(&file("penguins.csv"), &csv(), &Options::default()).unwrap();
    let names: Vec<&str> = stored.summary.columns.iter().map(|column| column.name.as_str()).collect();
    let all = columns(&stored.summary, &stored.parts, &names, None).unwrap();
    let parts = Memory::default();
    let written = write_table(&all, true, &mut &parts).unwrap();
    assert_eq!(written.columns, stored.summary.columns);
    assert_eq!((written.rows, &written.nan, &written.sample), (344, &stored.summary.nan, &stored.summary.sample));
    let again = columns(&written, &parts, &names, None).unwrap();
    assert_eq!(format!("{again:?}"), format!("{all:?}"));
}

#[test]
fn a_rename_reaches_everything_but_the_parts() {
    let iris = iris();
    let renamed = with_renamed_column(&iris.summary, "sepal_length", "length").unwrap();
    let text = serde_json::to_string(&renamed).unwrap();
    assert_eq!(text.matches("sepal_length").count(), 1, "only as the name in the parts");
    let stored = Stored { summary: renamed, parts: iris.parts };
    assert_eq!(page(&stored, Value::Null, Value::Null, 0, 1).rows[0]["length"], 5.1);
    let text = |old, new| with_renamed_column(&stored.summary, old, new).unwrap_err().to_string();
    assert_eq!(text("x", "y"), "Column 'x' not found in dataset");
    assert_eq!(text("length", "species"), "Column 'species' already exists");
    assert_eq!(text("length", " "), "Column names cannot be empty");
    assert_eq!(text("length", "length"), "New column name must be different from old name");
    assert!(with_encoder(&stored.summary, "species", Encoder::Label).is_ok());
    assert!(with_encoder(&stored.summary, "length", Encoder::Label).is_err());
}

#[test]
fn pages_of_rows_wait_for_no_pool() {
    let iris = iris();
    let threads = rayon::current_num_threads();
    let (busy, at_work) = mpsc::channel();
    let gate = Arc::new(Barrier::new(threads + 1));
    let closed = gate.clone();
    rayon::spawn_broadcast(move |_| {
        busy.send(()).unwrap();
        closed.wait();
    });
    at_work.iter().take(threads).for_each(drop);
    let (answer, answered) = mpsc::channel();
    std::thread::spawn(move || {
        let plain = page(&iris, Value::Null, Value::Null, 0, 20).rows.len();
        let filter = json!({"items": [{"field": "species", "operator": "equals", "value": "virginica"}]});
        let chosen = page(&iris, filter, json!([{"id": "sepal_length", "desc": true}]), 0, 20);
        answer.send((plain, chosen.rows.len(), chosen.total)).unwrap();
    });
    // A page that used the pool would never come.
    assert_eq!(answered.recv_timeout(Duration::from_secs(60)), Ok((20, 20, 50)));
    gate.wait();
}
