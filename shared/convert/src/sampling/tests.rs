//! What resampling makes and refuses, and that threads change nothing.

use crate::fixtures::{
    Asked, assert_same_on_any_threads, categories, floats, integers, names, noise, numbers, table, texts, words,
};
use serde_json::{Value, json};
use skydash_domain::columns::{Columns, Held};

const ALL: [&str; 3] = ["SMOTEConverter", "SMOTEENNConverter", "RandomUnderSamplerConverter"];

/// Six rows of class `no` and three of class `yes`, which lie apart.
fn nine() -> Held {
    let classes = ["no", "yes", "no", "no", "yes", "no", "no", "yes", "no"];
    table([
        floats("x", &[0.0, 9.0, 0.1, 0.2, 9.4, 0.3, 0.4, 9.9, 0.5]),
        integers("whole", &[0.0, 90.0, 1.0, 2.0, 94.0, 3.0, 4.0, 99.0, 5.0]),
        texts("note", &["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
        categories("class", &classes),
        categories("gap", &["x", "", "y", "y", "x", "x", "x", "x", "x"]),
    ])
}

fn asked(parameters: Value) -> Asked {
    Asked::with(parameters).on(&["x", "whole"]).target("class")
}

#[test]
fn rows_are_added_between_rows_of_their_class() {
    let changed = asked(json!({"k_neighbors": 2, "random_state": 4})).convert("SMOTEConverter", &nine()).unwrap();
    assert_eq!(names(&changed), ["x", "whole", "note", "class", "gap"]);
    assert_eq!(changed.rows(), 12);
    assert_eq!(words(&changed, "note")[8..], ["i", "", "", ""]);
    assert_eq!(words(&changed, "class")[9..], ["yes", "yes", "yes"]);
    for (x, whole) in numbers(&changed, "x").into_iter().zip(numbers(&changed, "whole")).skip(9) {
        assert!((9.0..=9.9).contains(&x) && (90.0..=99.0).contains(&whole) && whole.fract() == 0.0);
        assert!((10.0 * x - whole).abs() <= 0.5 + 1e-9, "{x} and {whole} are of the same two rows");
    }
    assert_eq!(changed.types(), nine().types());
}

#[test]
fn rows_among_another_class_are_removed() {
    let mut columns: Vec<_> = nine().into_columns().into_values().collect();
    columns[0] = floats("x", &[0.0, 9.0, 0.1, 0.2, 9.4, 0.3, 0.4, 9.9, 9.3]);
    columns[1] = integers("whole", &[0.0, 90.0, 1.0, 2.0, 94.0, 3.0, 4.0, 99.0, 93.0]);
    let changed = asked(json!({"k_neighbors": 2})).convert("SMOTEENNConverter", &table(columns)).unwrap();
    assert!(!words(&changed, "note").contains(&"i".to_owned()));
    assert!(words(&changed, "note").contains(&"a".to_owned()));
}

#[test]
fn rows_that_stay_keep_their_order_and_columns() {
    let changed = asked(json!({"random_state": 1})).convert("RandomUnderSamplerConverter", &nine()).unwrap();
    assert_eq!(changed.rows(), 6);
    let notes = words(&changed, "note");
    assert!(notes.is_sorted() && ["b", "e", "h"].iter().all(|note| notes.contains(&(*note).to_owned())));
}

#[test]
fn every_row_of_a_frequent_class_is_as_likely_to_stay() {
    let rows: Vec<String> = (0..40).map(|row| row.to_string()).collect();
    let class: Vec<&str> = (0..40).map(|row| if row % 4 == 0 { "rare" } else { "often" }).collect();
    let many = table([texts("row", &rows.iter().map(String::as_str).collect::<Vec<_>>()), categories("class", &class)]);
    let mut stayed = [0; 40];
    for seed in 0..600 {
        let asked = Asked::with(json!({"random_state": seed})).on(&["row"]).target("class");
        for row in words(&asked.convert("RandomUnderSamplerConverter", &many).unwrap(), "row") {
            stayed[row.parse::<usize>().unwrap()] += 1;
        }
    }
    // A third of 600, and five standard deviations.
    let is_likely = |(row, times): (usize, &i32)| if row % 4 == 0 { *times == 600 } else { (*times - 200).abs() < 58 };
    assert!(stayed.iter().enumerate().all(is_likely), "{stayed:?}");
}

#[test]
fn only_the_chosen_rows_are_resampled() {
    let asked = asked(json!({"k_neighbors": 1})).learning_from(&[0, 1, 2, 3, 4]);
    let changed = asked.convert("SMOTEConverter", &nine()).unwrap();
    assert_eq!(words(&changed, "note"), ["a", "b", "c", "d", "e", ""]);
    let changed = asked.convert("RandomUnderSamplerConverter", &nine());
    assert!(changed.unwrap_err().to_string().contains("has no parameter 'k_neighbors'"));
}

#[test]
fn targets_without_classes_are_refused() {
    for converter in ALL {
        let refusal = |target: &str| Asked::default().on(&["whole"]).target(target).refusal(converter, &nine());
        assert!(refusal("x").contains("has the type Float, and classes are needed"), "{}", refusal("x"));
        assert!(refusal("gap").contains("has missing values. Remove their rows with NanRemover"), "{}", refusal("gap"));
        let one = Asked::default().on(&["x"]).target("class").learning_from(&[0, 2]).refusal(converter, &nine());
        assert!(one.contains("has 1 class, and there is nothing to balance"), "{one}");
    }
}

#[test]
fn classes_too_small_for_their_neighbours_are_named() {
    let refusal = asked(json!({})).refusal("SMOTEConverter", &nine());
    assert_eq!(
        refusal,
        "Class 'yes' of 'class' has 3 rows, and SMOTEConverter with 5 as k_neighbors needs more than that. Lower k_neighbors, \
         or remove the class."
    );
}

#[test]
fn shares_are_for_two_classes_and_within_reach() {
    let refusal = |converter: &str, share: f64, target: &str| {
        let asked = Asked::with(json!({"sampling_strategy": share})).on(&["x"]).target(target);
        asked.refusal(converter, &nine())
    };
    assert!(refusal("SMOTEConverter", 0.4, "class").contains("class 'yes' of 'class' has more rows than that already"));
    let fewer = refusal("RandomUnderSamplerConverter", 0.4, "class");
    assert!(fewer.contains("class 'no' of 'class' has fewer rows than that already"), "{fewer}");
    assert!(refusal("SMOTEConverter", 0.9, "whole").contains("needs a target of two classes: 'whole' has 9"));
}

#[test]
fn texts_and_gaps_are_no_coordinates() {
    let refusal = Asked::with(json!({"k_neighbors": 2})).on(&["x", "gap"]).target("class").refusal(ALL[0], &nine());
    assert!(refusal.contains("does not take values of type string, which column 'gap' has"), "{refusal}");
    let gap = table([floats("x", &[1.0, f64::NAN, 3.0]), categories("class", &["a", "a", "b"])]);
    let refusal = Asked::with(json!({"k_neighbors": 1})).target("class").refusal(ALL[0], &gap);
    assert!(refusal.starts_with("Column 'x' has missing values"), "{refusal}");
}

#[test]
fn threads_change_nothing() {
    for columns in [3, 17] {
        let mut many: Vec<_> = noise(3_000, columns).into_columns().into_values().collect();
        let class: Vec<&str> = (0..3_000).map(|row| if row % 3 == 0 { "rare" } else { "often" }).collect();
        many.push(categories("class", &class));
        let many = table(many);
        let asked = Asked::with(json!({"random_state": 3})).target("class");
        assert_same_on_any_threads(|| {
            let changed = asked.convert("SMOTEENNConverter", &many).unwrap();
            numbers(&changed, "c1").into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        });
    }
}
