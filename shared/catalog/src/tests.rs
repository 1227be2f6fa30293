//! What holds for every component.

use crate::models::{DecisionTreeClassifier, LogisticRegression, MaxFeatures, Penalty, RandomForestClassifier, SVC};
use crate::splitters::{SplitterConfig, parse};
use crate::{Component, Entry, Kind, find, registry};
use serde_json::{Map, Value, json};

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

#[test]
fn defaults_pass_their_own_check_as_envelopes_and_bare() {
    for entry in registry::all() {
        let (Some(schema), Some(check)) = (&entry.schema, entry.check) else { continue };
        let placeholders: Map<String, Value> = schema["properties"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, field)| (name.clone(), field["placeholder"].clone()))
            .collect();
        check(&placeholders).unwrap();
        let bare: Map<String, Value> = placeholders
            .into_iter()
            .map(|(name, value)| (name, value.get("fixed_value").cloned().unwrap_or(value)))
            .collect();
        check(&bare).unwrap();
        check(&Map::new()).unwrap();
    }
}

#[test]
fn search_spaces_of_defaults_are_searchable() {
    for entry in registry::all() {
        let (Some(schema), Some(check)) = (&entry.schema, entry.check) else { continue };
        for (name, field) in schema["properties"].as_object().unwrap() {
            if field.get("x-dashai-search-dtype").is_some() {
                let mut envelope = field["placeholder"].clone();
                envelope["optimize"] = json!(true);
                check(&map(json!({ name: envelope }))).unwrap();
            }
        }
    }
}

#[test]
fn schemas() {
    for entry in registry::all().iter().filter(|entry| entry.schema.is_some()) {
        insta::assert_json_snapshot!(entry.name, entry.schema);
    }
}

#[test]
fn a_bad_parameter_is_named() {
    let error = |model: &str, parameters: Value| {
        let check = find(model).unwrap().check.unwrap();
        check(&map(parameters)).unwrap_err().to_string()
    };
    assert_eq!(
        error("RandomForestClassifier", json!({"n_estimators": 0})),
        "Parameter 'n_estimators' of RandomForestClassifier must be at least 1 (got 0)."
    );
    assert_eq!(
        error("RandomForestClassifier", json!({"n_estimators": {"optimize": false, "fixed_value": "many"}})),
        "Parameter 'n_estimators' of RandomForestClassifier must be a whole number (got \"many\")."
    );
    assert_eq!(error("SVC", json!({"C": 0})), "Parameter 'C' of SVC must be above 0.0 (got 0).");
    assert_eq!(
        error("SVC", json!({"kernel": "cubic"})),
        "Parameter 'kernel' of SVC must be one of \"linear\", \"poly\", \"rbf\", \"sigmoid\" (got \"cubic\")."
    );
    assert_eq!(
        error("DummyClassifier", json!({"strategie": "prior"})),
        "DummyClassifier has no parameter 'strategie'. Use: strategy."
    );
    assert_eq!(
        error("DecisionTreeClassifier", json!({"max_depth": -1})),
        "Parameter 'max_depth' of DecisionTreeClassifier must be at least 1 (got -1), or null."
    );
    assert_eq!(
        error(
            "KNeighborsClassifier",
            json!({"n_neighbors": {"optimize": true, "fixed_value": 5, "lower_bound": 9, "upper_bound": 3}})
        ),
        "Parameter 'n_neighbors' of KNeighborsClassifier is to be optimised: lower_bound must be below upper_bound (got 9 and 3)."
    );
}

#[test]
fn values_arrive_typed() {
    let forest = RandomForestClassifier::check(&map(json!({
        "n_estimators": {"optimize": false, "fixed_value": 7.0, "lower_bound": 1, "upper_bound": 9},
        "max_depth": null,
        "max_features": 0.5,
    })))
    .unwrap();
    assert_eq!(forest.n_estimators.value(), 7);
    assert_eq!(forest.max_depth.value(), None);
    assert_eq!(forest.max_features.value(), Some(MaxFeatures::Fraction(0.5)));
    assert_eq!(forest.random_state, 0);
    let logistic = LogisticRegression::check(&map(json!({"penalty": {"fixed_value": "l1"}, "C": 2}))).unwrap();
    assert_eq!((logistic.penalty.value(), logistic.c.value()), (Penalty::L1, 2.0));
    assert_eq!(SVC::check(&Map::new()).unwrap().degree.value(), 3);
    assert_eq!(SVC::check(&map(json!({"degree": {"fixed_value": 1.0}}))).unwrap().degree.value(), 1);
}

#[test]
fn every_kind_has_a_word_that_parses() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.word()), Some(*kind));
    }
    assert_eq!(Kind::ALL.len(), 20);
}

#[test]
fn splits_texts_are_understood() {
    let SplitterConfig::Holdout(old) =
        parse(r#"{"train":0.7,"test":0.2,"validation":0.1,"seed":7,"shuffle":true,"is_random":true}"#).unwrap()
    else {
        unreachable!()
    };
    assert_eq!((old.train, old.random_state, old.stratify), (0.7, 7, false));
    let SplitterConfig::KFold(folds) =
        parse(r#"{"splitter_name":"KFoldSplitter","splitType":"cv","n_splits":3,"holdout":0.2}"#).unwrap()
    else {
        unreachable!()
    };
    assert_eq!((folds.n_splits, folds.test_size), (3, 0.2));
    let given =
        r#"{"splitType":"manual","splitted_indexes":{"train_indexes":[0,2],"test_indexes":[1],"val_indexes":[]}}"#;
    let older = r#"{"train":[0,2],"test":[1],"validation":[]}"#;
    assert_eq!(parse(given), parse(older));
    assert!(!parse(given).unwrap().is_folds());
}

#[test]
fn wrong_splits_texts_say_what_is_wrong() {
    let error = |text: &str| parse(text).unwrap_err().to_string();
    assert_eq!(error(r#"{"splitter_name":"Nope"}"#), "Splitter Nope does not exist in the registry.");
    assert_eq!(
        error(r#"{"splitter_name":"HoldoutSplitter","train":0.9,"test":0.2,"validation":0.2}"#),
        "Invalid configuration for splitter HoldoutSplitter: Train, validation and test must sum to 1 (they currently \
         add up to 1.3)."
    );
    assert_eq!(
        error(r#"{"splitter_name":"KFoldSplitter","n_splits":21}"#),
        "Invalid configuration for splitter KFoldSplitter: Parameter 'n_splits' of KFoldSplitter must be at most 20 (got 21)."
    );
    assert!(error("{").starts_with("splits is not a valid JSON object: "));
    assert!(error("[1]").starts_with("splits is not a valid JSON object: "));
    assert!(error(r#"{"splitType":"manual"}"#).contains("splitted_indexes"));
    assert!(error(r#"{"train":[0,1],"test":[1]}"#).contains("Row 1 is listed twice"));
    assert!(error(r#"{"train":[-1]}"#).contains("counted from 0"));
}

#[test]
fn a_number_beyond_all_use_is_refused_by_its_parameter_s_name() {
    let check =
        |value: Value| DecisionTreeClassifier::check(&map(json!({"max_depth": value, "criterion": "gini"}))).map(drop);
    assert!(check(json!(5)).is_ok());
    for value in [json!(1_000_000_000_000_i64), json!({"optimize": false, "fixed_value": 1_000_000_000_000_i64})] {
        assert_eq!(
            check(value).unwrap_err().to_string(),
            "Parameter 'max_depth' of DecisionTreeClassifier cannot be 1000000000000. Choose a value nearer to its default."
        );
    }
}

#[test]
fn what_names_another_device_than_the_cpu_wants_a_gpu() {
    let model = Entry::of::<LogisticRegression>();
    assert!(!model.wants_gpu(&map(json!({ "device": "cuda" }))), "it has no such parameter");
    let converter = find("TokenizerConverter").unwrap();
    assert!(!converter.wants_gpu(&Map::new()), "the processor is its default");
    assert!(converter.wants_gpu(&map(json!({ "device": "cuda" }))));
    for device in ["cpu", "CPU"] {
        assert!(!converter.wants_gpu(&map(json!({ "device": device }))));
    }
}
