use super::*;
use crate::fixtures::{categorical, diabetes, float, iris};
use serde_json::{Value, json};
use skydash_catalog::splitters;
use skydash_domain::Error;
use skydash_domain::progress::Silent;
use std::sync::Mutex;

const CLASS_METRICS: [&str; 10] = [
    "F1",
    "Accuracy",
    "Precision",
    "Recall",
    "ROCAUC",
    "LogLoss",
    "BalancedAccuracy",
    "HammingDistance",
    "CohenKappa",
    "MatthewsCorrCoef",
];

fn run(
    model: &str,
    parameters: Value,
    splits: &Value,
    table: &(Vec<Column>, Column),
) -> Result<(Trained, Vec<String>)> {
    let names: Vec<String> = CLASS_METRICS.iter().chain(&["R2", "RMSE"]).map(|name| (*name).to_owned()).collect();
    let Value::Object(parameters) = parameters else { panic!() };
    let splitter = splitters::parse(&splits.to_string())?;
    let training = Training {
        model,
        parameters: &parameters,
        splitter: &splitter,
        metrics: MetricNames { train: &names, validation: &names, test: &names },
        inputs: &table.0,
        output: &table.1,
        group: splitter.group_column().map(|_| &table.0[0]),
    };
    let heard = Mutex::new(Vec::new());
    let trained = training.run(&Silent, &|stage| {
        heard.lock().unwrap().push(stage.to_string());
        Ok(())
    })?;
    Ok((trained, heard.into_inner().unwrap()))
}

fn holdout() -> Value {
    json!({"train": 0.6, "test": 0.2, "validation": 0.2, "stratify": true, "random_state": 42})
}

#[test]
fn a_holdout_scores_what_the_contract_recorded() {
    let (trained, heard) = run("GaussianNB", json!({}), &holdout(), &iris()).unwrap();
    let recorded = json!({
        "train": {"F1": 0.977_777_777_777_777_9, "Accuracy": 0.977_777_777_777_777_7, "ROCAUC": 0.997_037_037_037_037,
            "LogLoss": 0.080_623_608_884_949_14},
        "validation": {"F1": 0.932_659_932_659_932_6, "Precision": 0.944_444_444_444_444_5,
            "ROCAUC": 0.996_666_666_666_666_7, "LogLoss": 0.119_232_111_963_476_13},
        "test": {"F1": 0.933_333_333_333_333_2, "Recall": 0.933_333_333_333_333_2, "LogLoss": 0.211_154_186_253_609_82},
    });
    let made = serde_json::to_value(&trained.scores).unwrap();
    for (partition, scores) in recorded.as_object().unwrap() {
        for (name, expected) in scores.as_object().unwrap() {
            let got = made[partition][name].as_f64().unwrap();
            assert!((got - expected.as_f64().unwrap()).abs() < 1e-6, "{partition} {name}: {got}");
        }
        assert_eq!(made[partition].as_object().unwrap().len(), CLASS_METRICS.len());
    }
    assert_eq!(trained.scores.train_std, None);
    assert_eq!(heard, ["Training", "Computing metrics"]);
    assert_eq!(trained.artifact.predict(&iris().0).unwrap().values.len(), 150);
}

#[test]
fn linear_regression_scores_what_the_contract_recorded() {
    let (inputs, output) = diabetes();
    let splits = json!({"train": 0.6, "test": 0.2, "validation": 0.2, "random_state": 42});
    let (trained, _) = run("LinearRegression", json!({}), &splits, &(inputs, output)).unwrap();
    let test = trained.scores.test.unwrap();
    assert!((test["R2"] - 0.580_966_703_407_014_3).abs() < 1e-6, "{test:?}");
    assert!((test["RMSE"] - 49.149_692_470_013_484).abs() < 1e-5);
}

#[test]
fn a_cross_validation_scores_what_the_contract_recorded() {
    let splits = json!({"splitter_name": "KFoldSplitter", "n_splits": 3, "random_state": 1, "test_size": 0.1});
    let (trained, heard) = run("KNeighborsClassifier", json!({}), &splits, &iris()).unwrap();
    let scores = &trained.scores;
    let folds: Vec<f64> = scores.folds.iter().map(|fold| fold.validation["F1"]).collect();
    for (made, recorded) in
        folds.iter().zip([0.953_703_703_703_703_6, 0.958_333_333_333_333_4, 0.975_913_978_494_623_7])
    {
        assert!((made - recorded).abs() < 1e-9, "{folds:?}");
    }
    assert!((scores.validation_std.as_ref().unwrap()["Accuracy"] - 0.010_475_656).abs() < 1e-6);
    assert_eq!(scores.test.as_ref().unwrap()["Accuracy"], 1.0);
    assert_eq!(scores.test_std, None);
    assert_eq!(heard, ["Evaluating fold 1/3", "Evaluating fold 2/3", "Evaluating fold 3/3", "Training final model"]);
}

#[test]
fn repetitions_are_told_apart_and_a_reserve_of_nothing_has_no_score() {
    let splits =
        json!({"splitter_name": "RepeatedStratifiedKFoldSplitter", "n_splits": 2, "n_repeats": 2, "test_size": 0.0});
    let (trained, _) = run("GaussianNB", json!({}), &splits, &iris()).unwrap();
    assert_eq!(trained.scores.folds.iter().map(|fold| fold.repetition).collect::<Vec<_>>(), [0, 0, 1, 1]);
    assert_eq!(trained.scores.test, None);
    assert!(trained.split.to_json().unwrap().contains("\"fold_3\""));
}

#[test]
fn an_empty_partition_is_skipped() {
    let splits = json!({"train": 0.8, "test": 0.0, "validation": 0.2, "stratify": true});
    let (trained, _) = run("KNeighborsClassifier", json!({}), &splits, &iris()).unwrap();
    assert_eq!(trained.scores.test, None);
    assert!(trained.scores.validation.is_some());
}

#[test]
fn what_cannot_be_trained_is_refused_with_a_sentence() {
    let (inputs, output) = iris();
    let refusal = |model: &str, splits: &Value, output: Column| {
        run(model, json!({}), splits, &(inputs.clone(), output)).err().unwrap().to_string()
    };
    assert!(refusal("Nope", &holdout(), output.clone()).contains("'Nope'"));
    let repeated = Column { name: inputs[0].name.clone(), ..output };
    assert!(refusal("SVC", &holdout(), repeated).contains("is an input and the output"));
    let constant = categorical("target", &["a", "b"], vec![0; 150]);
    assert!(refusal("SVC", &holdout(), constant).contains("'target' holds 'a' in every row"));
    let constant = float("target", vec![4.0; 150]);
    assert!(refusal("RidgeRegression", &holdout(), constant).contains("'target' holds 4 in every row"));
    let mut codes = vec![0; 150];
    codes[9] = 1;
    let lonely = categorical("target", &["a", "b"], codes);
    assert!(refusal("SVC", &holdout(), lonely).contains("have only one"));
}

#[test]
fn a_training_stops_when_it_is_told_to() {
    let (inputs, output) = iris();
    let splitter = splitters::parse("{}").unwrap();
    let training = Training {
        model: "GaussianNB",
        parameters: &Map::new(),
        splitter: &splitter,
        metrics: MetricNames::default(),
        inputs: &inputs,
        output: &output,
        group: None,
    };
    let heard = training.run(&Silent, &|stage| if stage == Stage::Training { Err(Error::Cancelled) } else { Ok(()) });
    assert_eq!(heard.err(), Some(Error::Cancelled));
}
