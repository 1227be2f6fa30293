//! Linear models beside scikit-learn's numbers, and at the edges.

use serde_json::{Value, json};
use skydash_catalog::models::{
    ElasticNetRegression, LassoRegression, LinearRegression, LogisticRegression, RidgeRegression,
};
use skydash_domain::progress::{Progress, Silent};
use skydash_domain::{Error, Result};

use super::*;
use crate::estimator::{Classifier, Regressor};
use crate::matrix::Matrix;
use crate::samples::{Sample, assert_close, assert_same_bytes, golden, noise, numbers, params, table};

fn fit(name: &str, x: &Matrix, y: &[f64]) -> LinearModel {
    let exact = json!({"tol": 1e-12, "max_iter": 1_000_000});
    let with = |more: Value| {
        let mut all = exact.clone();
        more.as_object().unwrap().iter().for_each(|(key, value)| all[key] = value.clone());
        all
    };
    match name {
        "ols" | "ols_deficient" | "ols_wide" => {
            fit_linear_regression(&params::<LinearRegression>(json!({})), x, y, &Silent)
        }
        "ols_through_origin" => fit_linear_regression(&params(json!({"fit_intercept": false})), x, y, &Silent),
        "ols_positive" => fit_linear_regression(&params(json!({"positive": true})), x, y, &Silent),
        "ridge" | "ridge_wide" => fit_ridge_regression(&params(json!({"alpha": 1.0})), x, y, &Silent),
        "ridge_strong" => fit_ridge_regression(&params(json!({"alpha": 100.0, "solver": "lsqr"})), x, y, &Silent),
        "ridge_through_origin" => {
            fit_ridge_regression(&params(json!({"alpha": 1.0, "fit_intercept": false})), x, y, &Silent)
        }
        "ridge_positive" => fit_ridge_regression(&params(json!({"alpha": 1.0, "positive": true})), x, y, &Silent),
        "lasso" => fit_lasso_regression(&params(with(json!({"alpha": 0.1}))), x, y, &Silent),
        "lasso_strong" | "lasso_wide" => fit_lasso_regression(&params(with(json!({"alpha": 1.0}))), x, y, &Silent),
        "elastic" => fit_elastic_net_regression(&params(with(json!({"alpha": 0.1, "l1_ratio": 0.5}))), x, y, &Silent),
        "elastic_through_origin" => {
            let given = with(json!({"alpha": 0.5, "l1_ratio": 0.2, "fit_intercept": false}));
            fit_elastic_net_regression(&params(given), x, y, &Silent)
        }
        "elastic_ridge" => {
            fit_elastic_net_regression(&params(with(json!({"alpha": 0.01, "l1_ratio": 0.0}))), x, y, &Silent)
        }
        other => panic!("no case is called {other}"),
    }
    .unwrap()
}

#[test]
fn regressions_have_scikit_learns_coefficients() {
    let whole = Sample::named("diabetes");
    for (name, expected) in golden("linear").as_object().unwrap() {
        let mut x = whole.x.clone();
        let mut y = whole.y.clone();
        if name.ends_with("_wide") {
            let rows: Vec<usize> = (0..8).collect();
            (x, y) = (x.take(&rows), y[..8].to_vec());
        }
        if name == "ols_deficient" {
            let sum = x.column(0).iter().zip(x.column(3)).map(|(a, b)| a + 2.0 * b).collect();
            let mut columns: Vec<(String, Vec<f64>)> =
                (0..x.columns()).map(|j| (x.names()[j].clone(), x.column(j).to_vec())).collect();
            columns.push(("sum".into(), sum));
            columns.push(("one".into(), vec![1.0; x.rows()]));
            x = Matrix::new(x.rows(), columns);
        }
        let model = fit(name, &x, &y);
        let tolerance = match name.as_str() {
            "ridge_positive" => 1e-6,
            _ if name.starts_with("lasso") || name.starts_with("elastic") => 1e-5,
            _ => 1e-8,
        };
        assert_close(name, model.coefficients(), &numbers(&expected["coefficients"]), tolerance);
        assert_close(name, &[model.intercept()], &[expected["intercept"].as_f64().unwrap()], tolerance);
    }
}

#[test]
fn default_tolerance_is_close_to_the_optimum() {
    let whole = Sample::named("diabetes");
    let model = fit_lasso_regression(&params(json!({"alpha": 0.1})), &whole.x, &whole.y, &Silent).unwrap();
    let expected = numbers(&golden("linear")["lasso"]["coefficients"]);
    assert_close("lasso", model.coefficients(), &expected, 1e-3);
}

/// Of three intercepts and more, only the differences matter.
fn centred(intercepts: &[f64]) -> Vec<f64> {
    let mean = if intercepts.len() > 2 { crate::vector::mean(intercepts) } else { 0.0 };
    intercepts.iter().map(|value| value - mean).collect()
}

#[test]
fn logistic_regressions_have_scikit_learns_coefficients() {
    for case in golden("logistic").as_array().unwrap() {
        let sample = Sample::named(case["data"].as_str().unwrap());
        let weight = if case["balanced"].as_bool().unwrap() { json!("balanced") } else { Value::Null };
        let given = json!({
            "penalty": case["penalty"], "C": case["c"], "class_weight": weight, "tol": 1e-9, "max_iter": 5000,
        });
        let fitted = fit_logistic_regression(&params(given), &sample.x, &sample.codes(), sample.classes(), &Silent);
        let model = fitted.unwrap();
        let what = format!("{} {}", case["data"], case["penalty"]);
        assert_close(&what, model.coefficients(), &numbers(&case["coefficients"]), 1e-4);
        let (found, expected) = (centred(model.intercepts()), centred(&numbers(&case["intercepts"])));
        assert_close(&what, &found, &expected, 1e-4);
        let found = model.probabilities(&sample.every(29, |rest| rest == 0).x);
        assert_close(&what, &found, &numbers(&case["probabilities"]), 1e-4);
    }
}

#[test]
fn default_logistic_regression_needs_few_passes() {
    let sample = Sample::named("digits");
    let given = params::<LogisticRegression>(json!({"max_iter": 50}));
    let few = fit_logistic_regression(&given, &sample.x, &sample.codes(), 10, &Silent).unwrap();
    let right = few.classify(&sample.x).iter().zip(sample.codes()).filter(|(a, b)| **a == *b).count();
    assert!(right >= 1795, "{right}");
}

#[test]
fn columns_of_any_scale_and_offset_give_the_same_model() {
    let sample = Sample::named("iris");
    let bent = |j: usize, value: f64| value * [1.0, 1e6, 1e-6, 1e3][j] + [0.0, 1e9, 5.0, -1e4][j];
    let column = |j: usize| sample.x.column(j).iter().map(|&value| bent(j, value)).collect();
    let x = Matrix::new(150, (0..4).map(|j| (sample.x.names()[j].clone(), column(j))).collect());
    let y: Vec<f64> = sample.y.iter().zip(sample.x.column(1)).map(|(y, b)| 3.0 * y - b).collect();
    let straight = fit("ols", &sample.x, &y).predict(&sample.x);
    assert_close("ols", &fit("ols", &x, &y).predict(&x), &straight, 1e-6);
    let given = params::<LogisticRegression>(json!({"C": 1e6}));
    let model = fit_logistic_regression(&given, &x, &sample.codes(), 3, &Silent).unwrap();
    let right = model.classify(&x).iter().zip(sample.codes()).filter(|(a, b)| **a == *b).count();
    assert!(right >= 145, "{right}");
}

#[test]
fn threads_change_nothing() {
    let x = noise(20_000, 6);
    let y: Vec<f64> = (0..x.rows()).map(|i| x.column(0)[i] - 2.0 * x.column(1)[i] + x.column(5)[i].powi(2)).collect();
    let codes: Vec<u32> = y.iter().map(|&y| u32::from(y > 0.0) + u32::from(y > 0.7)).collect();
    assert_same_bytes(|| fit("ols", &x, &y));
    assert_same_bytes(|| fit("ridge", &x, &y));
    assert_same_bytes(|| fit("lasso", &x, &y));
    for penalty in ["l2", "elasticnet"] {
        let given = params::<LogisticRegression>(json!({"penalty": penalty, "max_iter": 30}));
        assert_same_bytes(|| fit_logistic_regression(&given, &x, &codes, 3, &Silent).unwrap());
    }
}

#[test]
fn what_cannot_be_learnt_is_said() {
    let gap = table(&[&[1.0, 2.0, 3.0], &[1.0, f64::NAN, 0.0]]);
    let given = params::<LogisticRegression>(json!({}));
    let text = |error: Error| error.to_string();
    let error = fit_logistic_regression(&given, &gap, &[0, 1, 1], 2, &Silent).map(drop).map_err(text);
    assert!(error.unwrap_err().contains("column 'b' has missing values and LogisticRegression needs complete rows"));
    let x = table(&[&[1.0, 2.0, 3.0]]);
    let error = fit_logistic_regression(&given, &x, &[1, 1, 1], 2, &Silent).map(drop).map_err(text);
    assert!(error.unwrap_err().contains("only one class"));
    let empty = Matrix::new(0, vec![("a".into(), Vec::new())]);
    let ridge = params::<RidgeRegression>(json!({}));
    assert!(text(fit_ridge_regression(&ridge, &empty, &[], &Silent).unwrap_err()).contains("no row"));
    let huge = table(&[&[1e308, -1e308, 1e308, 3.0], &[1.0, 2.0, 3.0, 5.0]]);
    let elastic = params::<ElasticNetRegression>(json!({}));
    let error = text(fit_elastic_net_regression(&elastic, &huge, &[1.0, 2.0, 3.0, 4.0], &Silent).unwrap_err());
    assert!(error.contains("scale the columns"), "{error}");
}

#[test]
fn constant_columns_and_targets_and_single_rows_are_learnt() {
    let x = table(&[&[0.1, 0.1, 0.1], &[1.0, 2.0, 3.0]]);
    for name in ["ols", "ridge", "lasso", "elastic", "elastic_ridge", "ols_positive", "ridge_positive"] {
        let model = fit(name, &x, &[5.0, 5.0, 5.0]);
        assert_close(name, &model.predict(&x), &[5.0; 3], 1e-12);
        assert_close(name, &[fit(name, &x, &[1.0, 2.0, 3.0]).coefficients()[0]], &[0.0], 1e-15);
        let one = x.take(&[1]);
        assert_close(name, &fit(name, &one, &[7.0]).predict(&one), &[7.0], 1e-12);
    }
    let given = params::<LogisticRegression>(json!({}));
    let model = fit_logistic_regression(&given, &x, &[0, 3, 3], 5, &Silent).unwrap();
    let found = model.probabilities(&x);
    assert!(found.iter().all(|p| p.is_finite()));
    assert_eq!(found.len(), 15);
    assert_eq!(found[1], 0.0);
}

struct Stopped;

impl Progress for Stopped {
    fn report(&self, _: f64) -> Result<()> {
        Err(Error::Cancelled)
    }
}

#[test]
fn training_can_be_cancelled() {
    let sample = Sample::named("iris");
    let given = params::<LogisticRegression>(json!({}));
    assert_eq!(fit_logistic_regression(&given, &sample.x, &sample.codes(), 3, &Stopped).unwrap_err(), Error::Cancelled);
    let given = params::<LassoRegression>(json!({}));
    assert_eq!(fit_lasso_regression(&given, &sample.x, &sample.y, &Stopped).unwrap_err(), Error::Cancelled);
}

#[test]
fn more_columns_than_their_products_fit_are_refused() {
    let wide = noise(3_600, 3_600);
    let y: Vec<f64> = wide.column(0).to_vec();
    let refused = fit_linear_regression(&params(json!({})), &wide, &y, &Silent).unwrap_err().to_string();
    assert!(refused.contains("at most 3500 columns") && refused.contains("leave columns out"), "{refused}");
}
