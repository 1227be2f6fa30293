use super::{csv, object, read, refused, table, types};
use crate::{Look, Options, TypeChange, declared_types, preview, validate_type_changes};
use indexmap::IndexMap;
use serde_json::json;
use skydash_domain::table::ColumnType;
use std::fmt::Write;
use std::io::Cursor;

fn declared(types: serde_json::Value) -> Options {
    Options { types: Some(declared_types(&object(types)).unwrap()), statistics: true, ..Options::default() }
}

#[test]
fn a_late_value_widens_its_column() {
    let mut text = "a,b,c,d\n".to_owned();
    for row in 0..60_000 {
        writeln!(text, "{row},{row},true,").unwrap();
    }
    text.push_str("0.5,x,maybe,late\n");
    let stored = table(&text);
    assert_eq!(types(&stored), [("a", "Float"), ("b", "Text"), ("c", "Categorical"), ("d", "Text")]);
    assert_eq!(stored.summary.rows, 60_001);
    let ColumnType::Categorical { categories, dtype, .. } = &stored.summary.columns[2].column_type else { panic!() };
    assert_eq!((categories.join(" ").as_str(), dtype.as_str()), ("maybe true", "string"));
}

#[test]
fn whole_numbers_beyond_64_bits_become_floats() {
    let stored = table("a,b\n1,9223372036854775807\n99999999999999999999,2\n");
    assert_eq!(types(&stored), [("a", "Float"), ("b", "Integer")]);
    assert_eq!(stored.summary.sample[0]["b"], i64::MAX);
}

#[test]
fn categories_cover_all_rows() {
    let mut text = "c\n".to_owned();
    (0..3000).for_each(|row| writeln!(text, "{}", if row == 2999 { "rare" } else { "usual" }).unwrap());
    let stored = table(&text);
    let ColumnType::Categorical { num_categories, .. } = &stored.summary.columns[0].column_type else { panic!() };
    assert_eq!(*num_categories, 2);
}

#[test]
fn a_declared_type_is_kept_or_refused_by_row() {
    let options = declared(json!({"a": {"type": "Integer", "dtype": "int64"}, "b": {"type": "Text"}}));
    let stored = read(b"a,b,c\n1.0,7,2021-01-01\n2,8,2021-01-02\n", &csv(), &options).unwrap();
    assert_eq!(types(&stored), [("a", "Integer"), ("b", "Text"), ("c", "Date")]);
    let error = read(b"a,b\n1,x\nx,y\n", &csv(), &options).err().unwrap().to_string();
    assert!(error.starts_with("Column 'a', row 2: 'x' does not fit the declared type Integer"), "{error}");
    let options = declared(json!({"a": {"type": "Date", "dtype": "%Y-%m-%d"}}));
    let error = read(b"a\n2021-01-01\n2021-13-40\n", &csv(), &options).err().unwrap().to_string();
    assert!(error.contains("row 2: '2021-13-40' is no Date"), "{error}");
    assert!(declared_types(&object(json!({"a": {"type": "Nope"}}))).is_err());
}

#[test]
fn a_declared_category_of_numbers_lists_them_in_order() {
    let options = declared(json!({"a": {"type": "Categorical", "dtype": "int64"}}));
    let stored = read(b"a\n10\n9\n10\n", &csv(), &options).unwrap();
    let ColumnType::Categorical { categories, .. } = &stored.summary.columns[0].column_type else { panic!() };
    assert_eq!(categories, &["9", "10"]);
}

#[test]
fn columns_are_renamed_on_the_way_in() {
    let mut options = Options { statistics: true, ..Options::default() };
    options.renames.insert("a".to_owned(), "b".to_owned());
    let error = read(b"a,b\n1,2\n", &csv(), &options).err().unwrap().to_string();
    assert_eq!(error, "Invalid column_renames: resulting column names contain duplicates: ['b']");
    options.renames.insert("b".to_owned(), "c".to_owned());
    let stored = read(b"a,b\n1,2\n", &csv(), &options).unwrap();
    assert_eq!(types(&stored), [("b", "Integer"), ("c", "Integer")]);
}

#[test]
fn infinite_numbers_are_refused_by_row() {
    let error = refused(b"a\n1.5\n-inf\n", &csv());
    assert!(error.starts_with("Column 'a', row 2: '-inf' is not a finite number."), "{error}");
    assert_eq!(types(&table("a\n1.5\ninf\nx\n")), [("a", "Text")]);
}

#[test]
fn a_preview_says_what_it_would_infer() {
    let text = super::file("iris.csv");
    let shown = preview(&mut Cursor::new(&text), &csv(), Look { rows: 1000, native_types: true }).unwrap();
    assert_eq!((shown.sample.len(), shown.preview_row_count), (100, 150));
    assert_eq!(shown.previewed_bytes, text.len() as u64);
    assert_eq!(shown.schema["species"], json!({"type": "Text", "dtype": "string", "encoding": "utf-8"}));
    assert_eq!(shown.inferred_types["species"]["type"], "Categorical");
    assert_eq!(shown.inferred_types["sepal_width"]["inference_reason"]["unique_count"], 23);
    let few = preview(&mut Cursor::new(&text), &csv(), Look { rows: 20, native_types: true }).unwrap();
    assert_eq!(few.preview_row_count, 20);
}

#[test]
fn changes_of_types_are_checked_against_values() {
    let text = super::file("iris.csv");
    let changes: IndexMap<String, TypeChange> = serde_json::from_value(json!({
        "sepal_length": {"current_type": "Float", "new_type": "Integer", "new_dtype": "int64"},
        "species": {"current_type": "Categorical", "new_type": "Text", "new_dtype": "string"},
        "zzz": {"current_type": "Float", "new_type": "Text", "new_dtype": "string"},
        "petal_width": {"new_type": "Date"},
    }))
    .unwrap();
    let checked = validate_type_changes(&mut Cursor::new(&text), &csv(), &changes).unwrap();
    assert!(!checked.valid);
    assert_eq!(checked.errors["sepal_length"], "Column contains decimal values that would be lost");
    assert_eq!(checked.errors["zzz"], "Column 'zzz' not found in dataset");
    assert_eq!(checked.errors["petal_width"], "No known date format reads every value in this column");
    assert_eq!(checked.resolved_dtypes["species"], "string");
}
