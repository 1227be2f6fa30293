//! Support vector machines beside scikit-learn's numbers, and at the edges.

use serde_json::json;
use skydash_domain::progress::Silent;

use super::*;
use crate::estimator::{Classifier, argmax_rows};
use crate::samples::{Sample, assert_close, assert_same_bytes, golden, noise, numbers, params, table};

fn agreement(a: &[u32], b: &[u32]) -> f64 {
    a.iter().zip(b).filter(|(a, b)| a == b).count() as f64 / a.len() as f64
}

#[test]
fn decisions_are_scikit_learns() {
    for case in golden("svc").as_array().unwrap() {
        let sample = Sample::named(case["data"].as_str().unwrap());
        let expected: Vec<u32> = numbers(&case["classes"]).iter().map(|&class| class as u32).collect();
        for shrinking in [true, false] {
            let mut given = case["parameters"].clone();
            given["tol"] = json!(1e-6);
            given["shrinking"] = json!(shrinking);
            let model = fit_svc(&params(given), &sample.x, &sample.codes(), sample.classes(), &Silent).unwrap();
            let mut found = model.decisions(&sample.every(29, |rest| rest == 0).x);
            if sample.classes() == 2 {
                // Of two classes, scikit-learn turns the sign, so that the second one is above 0.
                found.iter_mut().for_each(|decision| *decision = -*decision);
            }
            assert_close(&case.to_string()[..60], &found, &numbers(&case["decisions"]), 1e-4);
            assert!(agreement(&model.classify(&sample.x), &expected) > 0.998);
            assert!(agreement(&argmax_rows(&model.probabilities(&sample.x), sample.classes()), &expected) > 0.95);
        }
    }
}

#[test]
fn probabilities_are_calibrated() {
    let x = noise(900, 2);
    let luck = noise(901, 1);
    let chance = |row: usize| 1.0 / (1.0 + (-8.0 * x.column(0)[row]).exp());
    let codes: Vec<u32> = (0..900).map(|row| u32::from(luck.column(0)[row + 1] + 0.5 < chance(row))).collect();
    let model = fit_svc(&params(json!({"kernel": "linear"})), &x, &codes, 2, &Silent).unwrap();
    let found = model.probabilities(&x);
    let gap = (0..900).map(|row| (found[2 * row + 1] - chance(row)).abs()).sum::<f64>() / 900.0;
    assert!(gap < 0.06, "{gap}");
}

#[test]
fn few_rows_and_flat_columns_are_learnt() {
    let x = table(&[&[1.0, 1.0, 1.0], &[0.0, 0.0, 0.0]]);
    for kernel in ["linear", "poly", "rbf", "sigmoid"] {
        let model = fit_svc(&params(json!({"kernel": kernel})), &x, &[0, 2, 2], 4, &Silent).unwrap();
        let found = model.probabilities(&x);
        assert!(found.iter().all(|p| p.is_finite()) && found[1] == 0.0, "{kernel}");
        assert!((found[..4].iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
    let error = fit_svc(&params(json!({})), &x, &[2, 2, 2], 4, &Silent).unwrap_err().to_string();
    assert!(error.contains("only one class"));
    let huge = table(&[&[1e200, -1e200, 3e200], &[1.0, 2.0, 3.0]]);
    let error = fit_svc(&params(json!({"kernel": "linear"})), &huge, &[0, 1, 1], 2, &Silent).unwrap_err().to_string();
    assert!(error.contains("scale the columns"), "{error}");
}

#[test]
fn a_limit_of_steps_ends_training() {
    let sample = Sample::named("cancer");
    let given = params(json!({"max_iter": 3, "kernel": "linear"}));
    let model = fit_svc(&given, &sample.x, &sample.codes(), 2, &Silent).unwrap();
    assert!(model.vectors() <= 6);
}

#[test]
fn what_cannot_be_separated_is_given_up_in_time() {
    let x = noise(100, 1);
    let codes: Vec<u32> = (0..100).map(|row| u32::from(row % 3 == 0)).collect();
    let started = std::time::Instant::now();
    let given = params(json!({"C": 1e9, "tol": 1e-300, "kernel": "linear"}));
    let model = fit_svc(&given, &x, &codes, 2, &Silent).unwrap();
    assert!(model.probabilities(&x).iter().all(|p| p.is_finite()));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn too_many_rows_are_refused_with_a_remedy() {
    let x = noise(MOST_ROWS + 1, 1);
    let codes: Vec<u32> = (0..=MOST_ROWS as u32).map(|row| row % 2).collect();
    let error = fit_svc(&params(json!({})), &x, &codes, 2, &Silent).unwrap_err().to_string();
    assert!(error.contains("50,000 rows") && error.contains("LogisticRegression"), "{error}");
}

#[test]
fn threads_change_nothing() {
    let x = noise(400, 3);
    let codes: Vec<u32> =
        (0..400).map(|i| u32::from(x.column(0)[i] > 0.1) + u32::from(x.column(1)[i].abs() > 0.3)).collect();
    let given = params::<SVC>(json!({}));
    assert_same_bytes(|| fit_svc(&given, &x, &codes, 3, &Silent).unwrap());
}
