use super::{Stored, object, read, refused, types};
use crate::{Loader, Look, Options, preview};
use serde_json::{Value, json};
use std::io::Cursor;

const HEAD: &str =
    "@relation r\n@attribute 'a b' numeric\n@attribute class {setosa, 'very odd'}\n@attribute s string\n@data\n";

fn arff() -> Loader {
    Loader::new("ARFFDataLoader", &object(json!({}))).unwrap()
}

fn good(text: &str) -> Stored {
    read(text.as_bytes(), &arff(), &Options { statistics: true, ..Options::default() }).unwrap()
}

fn wrong(rows: &str) -> String {
    refused(format!("{HEAD}{rows}").as_bytes(), &arff())
}

#[test]
fn files_bring_their_types() {
    let text = "% made up\n@RELATION x\n@attribute 'a b' numeric\n@attribute class {setosa, 'very odd'} % two\n@attribute d date \"yyyy-MM-dd\"\n@attribute s string\n@data\n5,setosa,'2020-01-02','it\\'s'\n?,'very odd',?,\"b, c\"\n{0 7, 1 setosa, 2 '2020-01-03', 3 q} % sparse\n";
    let stored = good(text);
    assert_eq!(types(&stored), [("a b", "Float"), ("class", "Categorical"), ("d", "Date"), ("s", "Text")]);
    assert_eq!(stored.summary.sample[0]["s"], "it's");
    assert_eq!(stored.summary.sample[1]["a b"], Value::Null);
    assert_eq!(stored.summary.sample[2]["a b"], 7.0);
}

#[test]
fn only_a_bare_question_mark_is_missing() {
    let stored = good("@attribute n {NA, None, '?'}\n@attribute s string\n@data\nNA,null\n'?',?\nNone,'?'\n?,nan\n");
    let values: Vec<[&Value; 2]> = stored.summary.sample.iter().map(|row| [&row["n"], &row["s"]]).collect();
    assert_eq!(json!(values), json!([["NA", "null"], ["?", null], ["None", "?"], [null, "nan"]]));
}

#[test]
fn sparse_rows_leave_out_what_is_usual() {
    let stored = good(&format!("{HEAD}{{}}\n{{1 'very odd', 0 2}}\n{{2 'x, y'}}\n"));
    let rows: Vec<Vec<&Value>> = stored.summary.sample.iter().map(|row| row.values().collect()).collect();
    assert_eq!(json!(rows), json!([[0.0, "setosa", null], [2.0, "very odd", null], [0.0, "setosa", "x, y"]]));
}

#[test]
fn a_malformed_row_is_named_with_its_attribute() {
    for (rows, sentence) in [
        (
            "1,setosa,x\n2,'very odd,y\n",
            "Row 2 of the ARFF file, attribute 'class': the quote (') that opens it is not closed",
        ),
        ("1,setosa,\"x\n", "Row 1 of the ARFF file, attribute 's': the quote (\") that opens it is not closed"),
        ("1,'setosa'x,y\n", "Row 1 of the ARFF file, attribute 'class': 'x' follows the closing quote"),
        ("1,Setosa,x\n", "attribute 'class': 'Setosa' is not one of its declared values (setosa, very odd)"),
        ("1,setosa,x\n{1 odd}\n", "Row 2 of the ARFF file, attribute 'class': 'odd' is not one of its declared values"),
        ("{0 1, 1 setosa\n", "Row 1 of the ARFF file is not closed after attribute 'class'. End it with a brace (})."),
        ("{0 1} 2\n", "goes on after its closing brace: '2'"),
        ("{0 1, 0 2}\n", "attribute 'a b': it is listed twice"),
        ("{7 1}\n", "names a value by '7', which is no attribute"),
        ("{-1 1}\n", "names a value by '-1', which is no attribute"),
        ("1,setosa\n", "Row 1 of the ARFF file has 2 values for 3 attributes"),
        ("1,setosa,x,y,z\n", "Row 1 of the ARFF file has 5 values for 3 attributes"),
        ("x,setosa,y\n", "Column 'a b', row 1: 'x' does not fit the declared type Float"),
    ] {
        let error = wrong(rows);
        assert!(error.contains(sentence), "{rows}: {error}");
    }
}

#[test]
fn a_malformed_declaration_is_named() {
    for (declaration, sentence) in [
        ("@attribute class {a, b\n", "attribute 'class' cannot be read: its list of values is not closed"),
        (
            "@attribute class {a, 'b}\n",
            "attribute 'class' cannot be read: of value 2, the quote (') that opens it is not closed",
        ),
        ("@attribute class {a, 'b'c}\n", "of value 2, 'c' follows the closing quote"),
        ("@attribute class {a, b, a}\n", "it lists the value 'a' twice"),
        ("@attribute class {a, b} c\n", "'c' follows its list of values"),
        ("@attribute 'class {a}\n", "of its name, the quote (') that opens it is not closed"),
        ("@attribute class\n", "one of the types numeric"),
        ("@attribute class quaternion\n", "one of the types numeric"),
        ("@attribute d date 'QQQ%%%'\n", "its date format 'QQQ%%%' is not one that can be read"),
        ("a,b\n", "declaration"),
    ] {
        let error = refused(format!("@relation r\n{declaration}@data\na\n").as_bytes(), &arff());
        assert!(error.contains(sentence), "{declaration}: {error}");
    }
    assert!(refused(b"@relation x\n@attribute a numeric\n", &arff()).contains("@data"));
}

#[test]
fn a_preview_takes_the_file_s_types_or_infers() {
    let text = "@attribute n numeric\n@attribute class {a, b}\n@data\n1,a\n2,b\n3,?\n";
    let look = |native_types| preview(&mut Cursor::new(text), &arff(), Look { rows: 10, native_types }).unwrap();
    let named =
        |native| ["n", "class"].map(|name| look(native).inferred_types[name]["type"].as_str().unwrap().to_owned());
    assert_eq!(named(true), ["Float", "Categorical"]);
    assert_eq!(named(false), ["Integer", "Text"]);
    let options = Options { infer_types: true, ..Options::default() };
    let stored = read(text.as_bytes(), &arff(), &options).unwrap();
    assert_eq!(types(&stored), [("n", "Integer"), ("class", "Text")]);
    assert_eq!(look(true).inferred_types["n"]["inference_reason"]["rule"], "declared");
}
