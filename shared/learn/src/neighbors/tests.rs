//! Neighbours beside scikit-learn's numbers, and the tree beside plain comparison.

use serde_json::json;
use skydash_catalog::models::{KNeighborsClassifier, KNeighborsRegression};
use skydash_domain::progress::Silent;

use super::*;
use crate::estimator::{Classifier, Regressor};
use crate::samples::{Sample, assert_close, assert_same_bytes, golden, noise, numbers, params, table};

#[test]
fn classifiers_have_scikit_learns_probabilities() {
    for case in golden("neighbors")["classes"].as_array().unwrap() {
        let sample = Sample::named(case["data"].as_str().unwrap());
        let (train, test) = (sample.every(3, |rest| rest != 0), sample.every(3, |rest| rest == 0));
        for algorithm in ["auto", "kd_tree", "brute"] {
            let given = json!({"n_neighbors": case["k"], "weights": case["weights"], "algorithm": algorithm});
            let classes = sample.classes();
            let fitted = fit_k_neighbors_classifier(&params(given), &train.x, &train.codes(), classes, &Silent);
            let found = fitted.unwrap().probabilities(&test.shifted(|j| 1e-3 * j as f64));
            let found: Vec<f64> = found.chunks_exact(classes).step_by(5).flatten().copied().collect();
            assert_close(&case["data"].to_string(), &found, &numbers(&case["probabilities"]), 1e-9);
        }
    }
}

#[test]
fn regressions_have_scikit_learns_values() {
    let sample = Sample::named("diabetes");
    let (train, test) = (sample.every(3, |rest| rest != 0), sample.every(3, |rest| rest == 0));
    for case in golden("neighbors")["regressions"].as_array().unwrap() {
        for (algorithm, leaf) in [("auto", 30), ("ball_tree", 1), ("brute", 5)] {
            let given = json!({
                "n_neighbors": case["k"], "weights": case["weights"], "metric": case["metric"],
                "algorithm": algorithm, "leaf_size": leaf,
            });
            let model = fit_k_neighbors_regression(&params(given), &train.x, &train.y, &Silent).unwrap();
            let found = model.predict(&test.shifted(|_| 1e-4));
            let found: Vec<f64> = numbers(&case["rows"]).iter().map(|&row| found[row as usize]).collect();
            assert_close(&case["metric"].to_string(), &found, &numbers(&case["values"]), 1e-9);
        }
    }
}

#[test]
fn the_tree_finds_what_comparing_finds_even_among_equal_rows() {
    let x = noise(3000, 3);
    let rounded = |j: usize| x.column(j).iter().map(|value| (value * 8.0).round()).collect::<Vec<f64>>();
    let x = table(&[&rounded(0), &rounded(1), &rounded(2)]);
    let y: Vec<f64> = (0..3000).map(f64::from).collect();
    let values = |algorithm: &str, metric: &str| {
        let given = json!({"n_neighbors": 7, "algorithm": algorithm, "metric": metric, "leaf_size": 3});
        let model = fit_k_neighbors_regression(&params(given), &x, &y, &Silent).unwrap();
        model.predict(&x.take(&(0..500).collect::<Vec<_>>()))
    };
    for metric in ["euclidean", "manhattan", "chebyshev"] {
        assert_eq!(values("kd_tree", metric), values("brute", metric), "{metric}");
    }
}

#[test]
fn a_row_of_the_training_data_is_its_own_nearest() {
    let x = table(&[&[0.0, 0.0, 1.0, 5.0]]);
    let given = params::<KNeighborsRegression>(json!({"n_neighbors": 3, "weights": "distance"}));
    let model = fit_k_neighbors_regression(&given, &x, &[1.0, 3.0, 10.0, 20.0], &Silent).unwrap();
    assert_eq!(model.predict(&x.take(&[0, 2])), [2.0, 10.0]);
}

#[test]
fn more_neighbours_than_rows_are_refused() {
    let x = table(&[&[0.0, 1.0]]);
    let given = params::<KNeighborsClassifier>(json!({}));
    let error = fit_k_neighbors_classifier(&given, &x, &[0, 1], 2, &Silent).unwrap_err().to_string();
    assert!(error.contains("n_neighbors is 5, but there are only 2 training rows"), "{error}");
}

#[test]
fn far_apart_rows_give_probabilities() {
    let x = table(&[&[-1e300, 1e300, 3.0]]);
    let given = params::<KNeighborsClassifier>(json!({"n_neighbors": 2, "weights": "distance"}));
    let model = fit_k_neighbors_classifier(&given, &x, &[0, 1, 1], 2, &Silent).unwrap();
    assert!(model.probabilities(&x).iter().all(|p| p.is_finite()));
}

#[test]
fn threads_change_nothing() {
    let x = noise(20_000, 4);
    let codes: Vec<u32> = x.column(0).iter().map(|&value| u32::from(value > 0.0)).collect();
    let given = params::<KNeighborsClassifier>(json!({}));
    assert_same_bytes(|| fit_k_neighbors_classifier(&given, &x, &codes, 2, &Silent).unwrap());
}
