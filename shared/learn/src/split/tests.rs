use super::*;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use skydash_catalog::splitters::parse;
use skydash_domain::table::{Column, ColumnType, Values};

#[derive(Deserialize)]
struct Golden {
    holdout: Vec<Value>,
    folds: Vec<Value>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../../tests/golden/splits.json")).unwrap()
}

fn rows(value: &Value) -> Vec<usize> {
    serde_json::from_value(value.clone()).unwrap()
}

fn codes(value: &Value) -> Vec<u32> {
    serde_json::from_value(value.clone()).unwrap()
}

fn classes(codes: Vec<u32>) -> Target {
    Target::Classes { classes: 4, codes }
}

fn divide(config: &Value, target: &Target, groups: Option<&[u32]>) -> Result<Split> {
    split(&parse(&config.to_string()).unwrap(), target, groups)
}

fn refusal(config: &Value, target: &Target, groups: Option<&[u32]>) -> String {
    divide(config, target, groups).unwrap_err().to_string()
}

#[test]
fn holdout_draws_the_rows_scikit_learn_draws() {
    for case in golden().holdout {
        let target = classes(codes(&case["codes"]));
        let config = json!({"splitter_name": "HoldoutSplitter", "train": case["train"], "test": case["test"],
            "validation": case["validation"], "stratify": case["stratify"], "random_state": case["random_state"]});
        let Split::Partitions(parts) = divide(&config, &target, None).unwrap() else { panic!() };
        let expected: Vec<_> = case["partitions"].as_array().unwrap().iter().map(rows).collect();
        assert_eq!(vec![parts.train, parts.test, parts.validation], expected, "{config}");
    }
}

#[test]
fn folds_are_those_of_scikit_learn() {
    for case in golden().folds {
        let target = classes(codes(&case["codes"]));
        let repeated = if case["n_repeats"] == 1 { "" } else { "Repeated" };
        let mut config = case.clone();
        config["splitter_name"] = json!(format!("{repeated}{}Splitter", case["scheme"].as_str().unwrap()));
        config["group_column"] = json!("group");
        for key in ["codes", "groups", "held_out", "test"] {
            config.as_object_mut().unwrap().remove(key);
        }
        let Split::Folds(made) = divide(&config, &target, Some(&codes(&case["groups"]))).unwrap() else { panic!() };
        assert_eq!(made.test, rows(&case["test"]), "{config}");
        assert_eq!(made.repetitions, rows(&json!([case["n_repeats"]]))[0]);
        let held_out: Vec<_> = case["held_out"].as_array().unwrap().iter().map(rows).collect();
        assert_eq!(made.folds.iter().map(|fold| fold.validation.clone()).collect::<Vec<_>>(), held_out, "{config}");
        for fold in &made.folds {
            let mut all = [fold.train.clone(), fold.validation.clone()].concat();
            all.sort_unstable();
            assert_eq!(all, made.full_train);
        }
    }
}

#[test]
fn unshuffled_rows_are_cut_in_their_order() {
    let config = json!({"train": 0.5, "test": 0.25, "validation": 0.25, "shuffle": false});
    let split = divide(&config, &classes(vec![0; 8]), None).unwrap();
    assert_eq!(split.to_json().unwrap(), r#"{"train_indexes":[0,1,2,3],"test_indexes":[4,5],"val_indexes":[6,7]}"#);
}

#[test]
fn folds_are_written_by_number_and_read_back_as_partitions() {
    let config = json!({"splitter_name": "KFoldSplitter", "n_splits": 2, "shuffle": false, "test_size": 0.0});
    let split = divide(&config, &Target::Numbers(vec![0.0; 3]), None).unwrap();
    let text = split.to_json().unwrap();
    assert_eq!(
        text,
        concat!(
            r#"{"fold_0":{"train_indexes":[2],"validation_indexes":[0,1]},"#,
            r#""fold_1":{"train_indexes":[0,1],"validation_indexes":[2]},"#,
            r#""full_dataset":{"train_indexes":[0,1,2],"test_indexes":[]}}"#
        )
    );
    let read = Split::Partitions(Split::partitions_from_json(&text).unwrap());
    assert_eq!(read.named(), [("train", &[0, 1, 2][..])]);
    assert_eq!(read.rows("test"), None);
    assert!(Split::partitions_from_json("{").is_err());
}

#[test]
fn listed_rows_are_checked() {
    let target = classes(vec![0, 1, 0, 1]);
    let list = |train: &[usize], test: &[usize]| {
        let lists =
            skydash_catalog::splitters::Partitions { train: train.to_vec(), test: test.to_vec(), validation: vec![] };
        split(&SplitterConfig::Given(lists), &target, None).map_err(|error| error.to_string())
    };
    assert_eq!(list(&[2, 0], &[1]).unwrap().rows("train"), Some(&[2, 0][..]));
    assert!(list(&[0, 4], &[1]).unwrap_err().contains("train_indexes lists row 4"));
    assert!(list(&[0, 1], &[1]).unwrap_err().contains("Row 1 is listed in train_indexes and again in test_indexes"));
    assert!(list(&[], &[1]).unwrap_err().contains("train_indexes is empty"));
}

#[test]
fn the_iris_session_of_the_contract_gets_the_rows_recorded_there() {
    let target = classes((0..150).map(|row| row / 50).collect());
    let config = json!({"train": 0.6, "test": 0.2, "validation": 0.2, "stratify": true, "random_state": 42});
    let split = divide(&config, &target, None).unwrap();
    assert_eq!(split.rows("train").unwrap()[..6], [130, 6, 94, 96, 26, 25]);
    assert_eq!(split.rows("test").unwrap()[..6], [127, 40, 116, 53, 84, 63]);
    assert_eq!(split.rows("val").unwrap()[..6], [61, 35, 56, 11, 147, 28]);
}

#[test]
fn what_cannot_be_divided_is_refused_with_the_remedy() {
    let of = |splitter: &str, n_splits: usize| json!({"splitter_name": splitter, "n_splits": n_splits, "test_size": 0.0, "group_column": "g"});
    let two = classes(vec![0, 1, 0]);
    assert!(refusal(&of("KFoldSplitter", 5), &two, None).contains("n_splits is 5, but there are only 3 row(s)"));
    assert!(refusal(&of("StratifiedKFoldSplitter", 3), &two, None).contains("largest class has only 2"));
    assert!(refusal(&of("GroupKFoldSplitter", 3), &two, Some(&[0, 0, 1])).contains("only 2 group(s)"));
    assert!(refusal(&of("GroupKFoldSplitter", 2), &two, None).contains("group_column is missing"));
    assert!(refusal(&of("StratifiedKFoldSplitter", 2), &Target::Numbers(vec![1.0; 4]), None).contains("Categorical"));
    assert!(refusal(&of("LeaveOneOutSplitter", 2), &Target::Numbers(vec![1.0; 5000]), None).contains("KFoldSplitter"));
    let stratify = json!({"stratify": true, "train": 0.6, "test": 0.4, "validation": 0.0});
    assert!(refusal(&stratify, &two, None).contains("1 class(es) of the output column have only one"));
    assert!(refusal(&json!({}), &classes(vec![0]), None).contains("too few to divide"));
    assert!(refusal(&json!({}), &classes(vec![]), None).contains("no rows"));
    assert!(refusal(&json!({"random_state": 1_u64 << 32}), &two, None).contains("random_state"));
}

#[test]
fn groups_are_numbered_in_sorted_order_and_must_not_be_missing() {
    let column =
        |values| Column { name: "patient".into(), column_type: ColumnType::Text { dtype: "string".into() }, values };
    assert_eq!(groups(&column(Values::Numbers(vec![3.0, -1.0, -0.0, 0.0]))).unwrap(), [2, 0, 1, 1]);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(groups(&column(Values::Texts(vec![text("b"), text("a"), text("b")]))).unwrap(), [1, 0, 1]);
    assert!(groups(&column(Values::Texts(vec![text("b"), None]))).unwrap_err().to_string().contains("'patient'"));
}

fn schemes() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "KFoldSplitter",
        "StratifiedKFoldSplitter",
        "GroupKFoldSplitter",
        "StratifiedGroupKFoldSplitter",
        "RepeatedKFoldSplitter",
        "RepeatedStratifiedKFoldSplitter",
        "LeaveOneOutSplitter",
        "HoldoutSplitter",
    ])
}

proptest! {
    #[test]
    fn every_row_goes_to_exactly_one_place_or_a_sentence_says_why_not(
        scheme in schemes(),
        codes in prop::collection::vec(0_u32..4, 0..60),
        n_splits in 2..7,
        shuffle: bool,
        seed: u32,
        test_size in 0.0..0.5,
    ) {
        let config = json!({"splitter_name": scheme, "n_splits": n_splits, "shuffle": shuffle, "random_state": seed,
            "test_size": test_size, "group_column": "g", "train": 0.5, "test": 0.25, "validation": 0.25});
        let groups: Vec<u32> = (0..codes.len() as u32).map(|row| row % 9).collect();
        let rows = codes.len();
        match divide(&config, &classes(codes), Some(&groups)) {
            Err(error) => prop_assert!(matches!(error, Error::Precondition(_)), "{error:?}"),
            Ok(split) => {
                let mut all: Vec<usize> = split.named().into_iter().flat_map(|(_, rows)| rows.to_vec()).collect();
                all.sort_unstable();
                prop_assert_eq!(all, (0..rows).collect::<Vec<_>>());
                if let Split::Folds(folds) = split {
                    let mut held_out: Vec<usize> = folds.folds.iter().flat_map(|fold| fold.validation.clone()).collect();
                    held_out.sort_unstable();
                    held_out.dedup();
                    prop_assert_eq!(held_out, folds.full_train);
                }
            }
        }
    }
}
