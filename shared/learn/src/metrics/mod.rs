//! Scores of predictions, with scikit-learn's definitions.

mod classification;
mod ranking;
mod regression;
mod tally;

use crate::target::{Predicted, Target};
use skydash_domain::metric::ScoreMap;
use tally::Tally;

/// What a metric is computed from.
enum Metric {
    /// How often each class was predicted, and how often rightly.
    Tally(fn(&Tally) -> f64),
    /// The true classes and the probability of each class.
    Probabilities(fn(&[u32], &[f64], usize) -> f64),
    /// The true and the predicted numbers.
    Numbers(fn(&[f64], &[f64]) -> f64),
}

/// Every metric, by the name clients use.
const METRICS: &[(&str, Metric)] = &[
    ("F1", Metric::Tally(classification::f1)),
    ("Accuracy", Metric::Tally(classification::accuracy)),
    ("BalancedAccuracy", Metric::Tally(classification::balanced_accuracy)),
    ("Precision", Metric::Tally(classification::precision)),
    ("Recall", Metric::Tally(classification::recall)),
    ("MSE", Metric::Numbers(regression::mean_squared_error)),
    ("RMSE", Metric::Numbers(regression::root_mean_squared_error)),
    ("MAE", Metric::Numbers(regression::mean_absolute_error)),
    ("R2", Metric::Numbers(regression::r2)),
    ("MedianAbsoluteError", Metric::Numbers(regression::median_absolute_error)),
    ("ExplainedVariance", Metric::Numbers(regression::explained_variance)),
    ("ROCAUC", Metric::Probabilities(ranking::roc_auc)),
    ("LogLoss", Metric::Probabilities(ranking::log_loss)),
    ("HammingDistance", Metric::Tally(classification::hamming_distance)),
    ("CohenKappa", Metric::Tally(classification::cohen_kappa)),
    ("MatthewsCorrCoef", Metric::Tally(classification::matthews_correlation)),
];

/// The names of all metrics.
pub fn names() -> impl Iterator<Item = &'static str> {
    METRICS.iter().map(|(name, _)| *name)
}

/// One score, or none: for an unknown name, a metric of the other task, no rows, rows that do not
/// match, or a score that is not a finite number (for example ROCAUC where the rows hold one class).
#[must_use]
pub fn score(name: &str, predicted: &Predicted, truth: &Target) -> Option<f64> {
    let (_, metric) = METRICS.iter().find(|(known, _)| *known == name)?;
    let value = match (metric, predicted, truth) {
        (Metric::Numbers(metric), Predicted::Numbers(predicted), Target::Numbers(truth)) => {
            (predicted.len() == truth.len() && !truth.is_empty()).then(|| metric(truth, predicted))
        }
        (Metric::Tally(metric), Predicted::Classes { codes, .. }, Target::Classes { codes: truth, classes }) => {
            Tally::new(truth, codes, *classes).map(|tally| metric(&tally))
        }
        (
            Metric::Probabilities(metric),
            Predicted::Classes { probabilities, classes, .. },
            Target::Classes { codes: truth, classes: known },
        ) => {
            let fits = classes == known
                && !truth.is_empty()
                && truth.len() * classes == probabilities.len()
                && truth.iter().all(|&code| (code as usize) < *classes);
            fits.then(|| metric(truth, probabilities, *classes))
        }
        _ => None,
    };
    value.filter(|value| value.is_finite())
}

/// The scores of these metrics that exist, in the order asked for.
#[must_use]
pub fn scores(names: &[String], predicted: &Predicted, truth: &Target) -> ScoreMap {
    names.iter().filter_map(|name| Some((name.clone(), score(name, predicted, truth)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn golden(task: &str) -> Vec<Value> {
        let all: Value = serde_json::from_str(include_str!("../../tests/golden/metrics.json")).unwrap();
        all[task].as_array().unwrap().clone()
    }

    fn list<T: serde::de::DeserializeOwned>(value: &Value) -> Vec<T> {
        serde_json::from_value(value.clone()).unwrap()
    }

    fn compare(case: &Value, predicted: &Predicted, truth: &Target) {
        for (name, expected) in case["scores"].as_object().unwrap() {
            let made = score(name, predicted, truth);
            let close = match (made, expected.as_f64()) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * b.abs().max(1.0),
                (None, None) => true,
                _ => false,
            };
            assert!(close, "{name} of {}: {made:?}, not {expected}", case["name"]);
        }
    }

    #[test]
    fn scores_of_classes_are_those_of_scikit_learn() {
        for case in golden("classification") {
            let classes = usize::try_from(case["classes"].as_u64().unwrap()).unwrap();
            let predicted = Predicted::Classes {
                codes: list(&case["codes"]),
                probabilities: list(&case["probabilities"]),
                classes,
            };
            compare(&case, &predicted, &Target::Classes { codes: list(&case["truth"]), classes });
        }
    }

    #[test]
    fn scores_of_numbers_are_those_of_scikit_learn() {
        for case in golden("regression") {
            compare(&case, &Predicted::Numbers(list(&case["predicted"])), &Target::Numbers(list(&case["truth"])));
        }
    }

    #[test]
    fn what_has_no_score_has_none() {
        let (three, none) = (vec![1.0, 2.0, 3.0], Vec::new());
        assert_eq!(score("Accuracy", &Predicted::Numbers(three.clone()), &Target::Numbers(three.clone())), None);
        assert_eq!(score("Nope", &Predicted::Numbers(three.clone()), &Target::Numbers(three.clone())), None);
        assert_eq!(score("MSE", &Predicted::Numbers(none.clone()), &Target::Numbers(none)), None);
        assert_eq!(score("MSE", &Predicted::Numbers(three), &Target::Numbers(vec![1.0])), None);
        let stray = Target::Classes { codes: vec![7], classes: 2 };
        let predicted = Predicted::Classes { codes: vec![0], probabilities: vec![1.0, 0.0], classes: 2 };
        assert!(names().all(|name| score(name, &predicted, &stray).is_none()));
    }
}
