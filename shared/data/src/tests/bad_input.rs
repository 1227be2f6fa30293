use super::{Stored, csv, file, object, read, refused, table, types};
use crate::{Loader, Options};
use serde_json::json;

fn loader(parameters: serde_json::Value) -> Loader {
    Loader::new("CSVDataLoader", &object(parameters)).unwrap()
}

fn with(text: &[u8], parameters: serde_json::Value) -> Stored {
    read(text, &loader(parameters), &Options::default()).unwrap()
}

#[test]
fn every_refusal_says_what_to_change() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"a,b,c\n", "has no rows"),
        (b"a,b\n1,2\n3,4,5\n", "Line 3 has 3 values, but there are 2 columns"),
        (b"a,b\n1,\"open\n2,3\n", "A quoted value is still open"),
        (b"a,a\n1,2\n", "Column name 'a' is used twice (columns 1 and 2)"),
        (b"a,,c\n1,2,3\n", "Column 2 has no name"),
        (b"a,b\n1,caf\xe9\n", "Line 2 is not UTF-8"),
        (b"\xff\xfea\x00,\x00", "UTF-16"),
        (b"PNG\x00\x01\x02", "binary data"),
    ];
    for (text, sentence) in cases {
        let error = refused(text, &csv());
        assert!(error.contains(sentence), "{error}");
    }
    assert!(refused(&file("malformed.csv"), &csv()).contains("still open"));
    let wide = vec!["x"; 1_000_000].join(",");
    assert!(refused(wide.as_bytes(), &csv()).contains("1000000 columns"));
}

#[test]
fn short_rows_are_filled_and_blank_lines_skipped() {
    let stored = table("\u{feff}a,b,c\n1,x\n\n2,y,z\n");
    assert_eq!(stored.summary.rows, 2);
    assert_eq!(stored.summary.sample[0]["c"], serde_json::Value::Null);
    assert_eq!(types(&stored)[0].0, "a");
}

#[test]
fn separators_and_encodings_are_those_of_the_parameters() {
    let stored = with(b"a b\n1 \"x y\"\n", json!({"separator": "blank space"}));
    assert_eq!(stored.summary.sample[0]["b"], "x y");
    let stored = with(b"a\tb\r\n1\t2\r\n", json!({"separator": "tab"}));
    assert_eq!(stored.summary.sample[0]["b"], 2);
    let stored = with(b"a;b\rcaf\xe9;2\r", json!({"separator": ";", "encoding": "latin1"}));
    assert_eq!(stored.summary.sample[0]["a"], "café");
    let stored = with(b"a,b\n\x80,2\n", json!({"separator": ",", "encoding": "cp1252"}));
    assert_eq!(stored.summary.sample[0]["a"], "€");
}

#[test]
fn rows_and_names_are_those_of_the_parameters() {
    let stored = with(b"junk\na,b\n1,2\n3,4\n5,6\n", json!({"separator": ",", "skiprows": 1, "nrows": 2}));
    assert_eq!((stored.summary.rows, types(&stored)[0].0), (2, "a"));
    let stored = with(b"1,2\n3,4\n", json!({"separator": ",", "names": "x, y"}));
    assert_eq!((stored.summary.rows, types(&stored)[1].0), (2, "y"));
    let stored = with(b"1,2\n", json!({"separator": ",", "header": "none"}));
    assert_eq!(types(&stored)[0].0, "column_1");
    let stored = with(b"t\na,b\n1,2\n", json!({"separator": ",", "header": "1"}));
    assert_eq!(types(&stored)[1].0, "b");
    let text = b"a,b\n-999,ja\n5,nein\nNA,ja\n";
    let stored =
        with(text, json!({"separator": ",", "na_values": "-999", "true_values": "ja", "false_values": "nein"}));
    assert_eq!(stored.summary.nan["a"], 2);
    assert_eq!(stored.summary.sample[1]["b"], false);
    let stored = with(b"a\nNA\nx\n", json!({"separator": ",", "keep_default_na": false}));
    assert_eq!(stored.summary.nan["a"], 0);
    assert!(Loader::new("CSVDataLoader", &object(json!({}))).is_err());
    assert!(Loader::new("Nope", &object(json!({}))).is_err());
}

#[test]
fn columns_without_values_are_tables_too() {
    let stored = read(b"a,b\n,1\n,2\n", &csv(), &Options { statistics: true, ..Options::default() }).unwrap();
    assert_eq!(types(&stored), [("a", "Float"), ("b", "Integer")]);
    assert!(!stored.summary.statistics.unwrap().numeric_stats.contains_key("a"));
}

#[test]
fn blanks_are_text_where_there_is_nothing_else() {
    let stored = read(b"a,b,c\n\"\n\",\" \", \n,5,\n", &csv(), &Options::default()).unwrap();
    assert_eq!(types(&stored), [("a", "Text"), ("b", "Integer"), ("c", "Text")]);
    let row: Vec<&serde_json::Value> = stored.summary.sample[0].values().collect();
    assert_eq!(json!(row), json!(["\n", null, " "]));
    let alone = table("t\n\"\n\"\n");
    assert_eq!((alone.summary.rows, &alone.summary.sample[0]["t"]), (1, &json!("\n")));
}

#[test]
fn hostile_bytes_never_panic() {
    const ALPHABET: &[u8] = b"a,\"\n\r1.e-;{}[]:%@\xc3\xa9 ";
    let mut state = 7u64;
    for length in 0..400 {
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                ALPHABET[(state >> 33) as usize % ALPHABET.len()]
            })
            .collect();
        for name in ["CSVDataLoader", "JSONDataLoader", "ARFFDataLoader", "ExcelDataLoader"] {
            let loader = Loader::new(name, &object(json!({"separator": ","}))).unwrap();
            drop(read(&bytes, &loader, &Options { statistics: true, ..Options::default() }));
        }
    }
}

#[test]
fn a_header_row_beyond_the_file_is_refused_at_once() {
    let error = refused(b"a,b\n1,2\n", &loader(json!({"separator": ",", "header": "4611686018427387904"})));
    assert!(error.contains("only 2 rows"), "{error}");
}
