//! What counting words refuses, and what it makes of odd texts.

use crate::fixtures::{Asked, assert_same_on_any_threads, floats, names, numbers, table, texts};
use serde_json::{Value, json};
use skydash_domain::columns::Held;

fn said(values: &[&str]) -> Held {
    table([texts("said", values)])
}

#[test]
fn columns_without_words_are_refused() {
    let refusal =
        |parameters: Value, values: &[&str]| Asked::with(parameters).refusal("BagOfWordsConverter", &said(values));
    for values in [&["", ""][..], &["a", "!"]] {
        assert!(refusal(json!({}), values).starts_with("Column 'said' has no words"));
    }
    assert!(refusal(json!({"stop_words": "english"}), &["the", "and of"]).contains("keep stop words"));
    assert_eq!(
        refusal(json!({"lower_bound_ngrams": 3, "upper_bound_ngrams": 2}), &["one two"]),
        "The shortest sequence of words cannot be longer than the longest one."
    );
    let numbers = Asked::default().refusal("TFIDFConverter", &table([floats("x", &[1.0])]));
    assert!(numbers.contains("takes columns of type Text or Categorical, but column 'x' is Float"), "{numbers}");
}

#[test]
fn of_words_as_frequent_the_first_in_the_alphabet_are_kept() {
    let asked = Asked::with(json!({"max_features": 3}));
    let changed = asked.convert("BagOfWordsConverter", &said(&["dd cc bb", "dd aa"])).unwrap();
    assert_eq!(names(&changed), ["said", "bow_aa", "bow_bb", "bow_dd"]);
}

#[test]
fn texts_of_unknown_words_and_missing_ones_are_all_0() {
    let fitted = Asked::default().fit("TFIDFConverter", &said(&["red green", "red"])).unwrap();
    let changed = crate::fixtures::carried_out(&fitted, &said(&["blue", "", "Green!"])).unwrap();
    assert_eq!(numbers(&changed, "tfidf_red"), [0.0; 3]);
    assert_eq!(numbers(&changed, "tfidf_green"), [0.0, 0.0, 1.0]);
}

#[test]
fn words_named_alike_by_several_columns_are_told_apart() {
    let two = table([texts("a", &["red"]), texts("b", &["red red"])]);
    let changed = Asked::default().convert("BagOfWordsConverter", &two).unwrap();
    assert_eq!(names(&changed), ["a", "b", "bow_red", "bow_red_1"]);
    assert_eq!((numbers(&changed, "bow_red"), numbers(&changed, "bow_red_1")), (vec![1.0], vec![2.0]));
}

#[test]
fn threads_change_nothing() {
    let lines: Vec<String> = (0..5_000).map(|row| format!("w{} w{} w{}", row % 7, row % 11, row % 13)).collect();
    let many = said(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let asked = Asked::with(json!({"upper_bound_ngrams": 2, "max_features": 40}));
    assert_same_on_any_threads(|| {
        let changed = asked.convert("TFIDFConverter", &many).unwrap();
        let bits = |name: &&str| numbers(&changed, name).into_iter().map(f64::to_bits).collect::<Vec<_>>();
        names(&changed).iter().filter(|name| **name != "said").flat_map(bits).collect::<Vec<u64>>()
    });
}
