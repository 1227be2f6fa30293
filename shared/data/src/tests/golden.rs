use super::{Stored, csv, file, read, types};
use crate::Options;
use serde_json::Value;
use skydash_domain::table::{ColumnType, Encoder};

fn ingested(name: &str) -> Stored {
    read(&file(&format!("{name}.csv")), &csv(), &Options { statistics: true, ..Options::default() }).unwrap()
}

fn close(found: &Value, wanted: &Value, what: &str) {
    match (found.as_f64(), wanted.as_f64()) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-6 * b.abs().max(1.0), "{what}: {a}, pandas says {b}"),
        _ => assert_eq!(found, wanted, "{what}"),
    }
}

/// Every number that pandas found must be found, to six digits.
fn agrees(name: &str) {
    let stored = ingested(name);
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let wanted: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let found = serde_json::to_value(stored.summary.statistics.as_ref().unwrap()).unwrap();
    assert_eq!(stored.summary.rows, wanted["rows"].as_u64().unwrap());
    assert_eq!(serde_json::to_value(&stored.summary.nan).unwrap(), wanted["nan"]);
    close(&found["general_info"]["duplicate_rows"], &wanted["duplicate_rows"], "duplicates");
    for key in ["rows_with_any_nan", "rows_with_multiple_nan", "data_quality_score"] {
        close(&found["quality_info"][key], &wanted[key], key);
    }
    for (column, numbers) in wanted["numeric"].as_object().unwrap() {
        for (key, number) in numbers.as_object().unwrap() {
            close(&found["numeric_stats"][column][key], number, &format!("{name} {column} {key}"));
        }
        for (other, number) in wanted["correlations"][column].as_object().unwrap() {
            close(&found["correlations"][column][other], number, &format!("{name} {column} with {other}"));
        }
    }
    for (column, counts) in found["categorical_stats"].as_object().unwrap() {
        close(&counts["n_unique"], &wanted["others"][column]["n_unique"], column);
        close(&counts["most_frequent_count"], &wanted["others"][column]["most_frequent_count"], column);
    }
}

#[test]
fn statistics_of_iris_are_those_of_pandas() {
    agrees("iris");
}

#[test]
fn statistics_of_penguins_are_those_of_pandas() {
    agrees("penguins");
}

#[test]
fn statistics_of_diabetes_are_those_of_pandas() {
    agrees("diabetes");
}

#[test]
fn statistics_of_messy_text_are_those_of_pandas() {
    agrees("messy");
}

#[test]
fn types_suit_the_usual_tables() {
    let iris = ingested("iris");
    assert_eq!(
        types(&iris),
        [
            ("sepal_length", "Float"),
            ("sepal_width", "Float"),
            ("petal_length", "Float"),
            ("petal_width", "Float"),
            ("species", "Categorical")
        ]
    );
    let ColumnType::Categorical { categories, encoder, dtype, .. } = &iris.summary.columns[4].column_type else {
        panic!("species is categorical")
    };
    assert_eq!((categories.join(" ").as_str(), *encoder), ("setosa versicolor virginica", Encoder::OneHot));
    assert_eq!(dtype, "string");
    let penguins = ingested("penguins");
    let words: Vec<&str> = types(&penguins).iter().map(|(_, word)| *word).collect();
    assert_eq!(words, ["Categorical", "Categorical", "Float", "Float", "Float", "Float", "Categorical", "Categorical"]);
    let diabetes = ingested("diabetes");
    let ColumnType::Categorical { categories, encoder, .. } = &diabetes.summary.columns[1].column_type else {
        panic!("sex is categorical")
    };
    assert_eq!((categories.join(" ").as_str(), *encoder), ("1.0 2.0", Encoder::Label));
    assert_eq!(diabetes.summary.columns[0].column_type.name(), "Float");
    assert_eq!(diabetes.summary.columns[10].column_type.name(), "Float");
}

#[test]
fn messy_text_is_kept_as_it_is() {
    let messy = ingested("messy");
    let sample = &messy.summary.sample;
    assert_eq!(sample[0]["name"], "Łukasz, Ż.");
    assert_eq!(sample[0]["comment"], "said \"hi\", left");
    assert_eq!(sample[1]["comment"], "two\nlines");
    assert_eq!(sample[4]["score"], Value::Null);
    assert_eq!(sample[5]["score"], -2.5);
    assert_eq!(sample[0]["active"], true);
    let word = |name: &str| messy.summary.column(name).unwrap().column_type.name();
    assert_eq!((word("id"), word("score"), word("active")), ("Integer", "Float", "Categorical"));
    // One of its days does not exist.
    assert_eq!(word("joined"), "Text");
}
