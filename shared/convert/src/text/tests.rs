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

/// The numbers of a text's pieces.
fn pieces(model: &str, max_length: u32, values: &[&str]) -> Vec<Vec<f64>> {
    let asked = Asked::with(json!({"model_name": model, "max_length": max_length}));
    let changed = asked.convert("TokenizerConverter", &said(values)).unwrap();
    let columns: Vec<Vec<f64>> = names(&changed).iter().map(|name| numbers(&changed, name)).collect();
    (0..values.len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
}

/// As transformers 5.24 with tokenizers 0.23 gives them.
#[test]
fn pieces_are_those_that_the_models_read() {
    let texts = ["Hello world!", "This is a test. It is longer"];
    let expected: [(&str, [&[f64]; 2]); 3] = [
        (
            "sentence-transformers/all-MiniLM-L6-v2",
            [
                &[101., 7592., 2088., 999., 102., 0., 0., 0., 0., 0.],
                &[101., 2023., 2003., 1037., 3231., 1012., 2009., 2003., 2936., 102.],
            ],
        ),
        (
            "sentence-transformers/all-mpnet-base-v2",
            [
                &[0., 7596., 2092., 1003., 2., 1., 1., 1., 1., 1.],
                &[0., 2027., 2007., 1041., 3235., 1016., 2013., 2007., 2940., 2.],
            ],
        ),
        (
            "roberta-base",
            [&[0., 31414., 232., 328., 2., 1., 1., 1., 1., 1.], &[0., 713., 16., 10., 1296., 4., 85., 16., 1181., 2.]],
        ),
    ];
    for (model, rows) in expected {
        assert_eq!(pieces(model, 512, &texts), rows, "{model}");
    }
    let odd = "Café NAÏVE 日本語 \u{0} tab\there";
    assert_eq!(
        pieces("bert-base-uncased", 512, &[odd])[0],
        [101., 7668., 15743., 1864., 1876., 1950., 21628., 2182., 102.]
    );
    assert_eq!(
        pieces("roberta-large", 512, &[odd])[0],
        [
            0., 347., 2001., 1140., 8438., 3849., 9357., 8856., 47416., 6800., 8210., 44636., 11582., 48537., 17772.,
            1437., 50108., 12207., 50117., 10859., 2.
        ]
    );
}

#[test]
fn long_texts_end_with_their_mark_and_missing_ones_have_no_pieces() {
    assert_eq!(
        pieces("bert-base-uncased", 4, &["hello hello hello hello", ""]),
        [[101., 7592., 7592., 102.], [101., 102., 0., 0.]]
    );
    let refused = Asked::with(json!({"max_length": 1})).refusal("TokenizerConverter", &said(&["a"]));
    assert!(refused.starts_with("max_length must be 2 or more"), "{refused}");
}

#[test]
fn text_columns_make_way_for_their_pieces_and_new_rows_have_as_many() {
    let fitted = Asked::default().fit("TokenizerConverter", &said(&["hello world", "hello"])).unwrap();
    let changed = crate::fixtures::carried_out(&fitted, &said(&["hello hello hello hello"])).unwrap();
    assert_eq!(names(&changed), ["tok_said_0", "tok_said_1", "tok_said_2", "tok_said_3"]);
    assert_eq!(numbers(&changed, "tok_said_3"), [102.0]);
}
