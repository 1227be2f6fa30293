//! Gaps, edges, threads and cancelling.

use std::time::{Duration, Instant};

use skydash_catalog::models::{ClassificationCriterion, RegressionCriterion};
use skydash_domain::progress::{Progress, Silent};
use skydash_domain::{Error, Result};

use super::*;
use crate::estimator::{Classifier, Regressor};

/// Rows of numbers that look random, and classes that depend on some of them.
fn noisy(rows: usize, columns: usize) -> (Matrix, Vec<u32>, Vec<f64>) {
    let value = |row: usize, column: usize| {
        let z = ((row * 31 + column * 17 + 1) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let z = (z ^ (z >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        if z.is_multiple_of(19) { f64::NAN } else { (z >> 11) as f64 / (1_u64 << 53) as f64 }
    };
    let column = |column: usize| (format!("x{column}"), (0..rows).map(|row| value(row, column)).collect());
    let y: Vec<f64> =
        (0..rows).map(|row| value(row, 0).max(0.2) * 2.0 + value(row, 1).max(0.1) + value(row, 99).max(0.0)).collect();
    let classes = y.iter().map(|&y| (y * 0.9) as u32).collect();
    (Matrix::new(rows, (0..columns).map(column).collect()), classes, y)
}

/// The stored bytes of one model of each kind, trained with this many threads.
fn trained_with(threads: usize) -> Vec<Vec<u8>> {
    let (x, classes, numbers) = noisy(12_000, 10);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let forest = ForestOptions { trees: 7, seed: 3, ..ForestOptions::default() };
        let boost = BoostOptions { max_iter: 6, ..BoostOptions::default() };
        let k = 4;
        let bytes = [
            postcard::to_stdvec(&tree(&single(), &x, &classes, k)),
            postcard::to_stdvec(&tree(&forest, &x, &classes, k)),
            postcard::to_stdvec(
                &fit_forest_regressor(&forest, RegressionCriterion::SquaredError, &x, &numbers, &Silent).unwrap(),
            ),
            postcard::to_stdvec(&fit_boost_classifier(&boost, &x, &classes, k, &Silent).unwrap()),
            postcard::to_stdvec(&fit_boost_regressor(&boost, &x, &numbers, &Silent).unwrap()),
        ];
        bytes.into_iter().map(|bytes| bytes.unwrap()).collect()
    })
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let one = trained_with(1);
    assert!(one == trained_with(2));
    assert!(one == trained_with(5));
}

#[test]
fn a_stored_model_predicts_the_same() {
    let (x, classes, _) = noisy(500, 5);
    let model = tree(&ForestOptions { trees: 5, ..ForestOptions::default() }, &x, &classes, 4);
    let stored: ForestClassifier = postcard::from_bytes(&postcard::to_stdvec(&model).unwrap()).unwrap();
    assert_eq!(stored.probabilities(&x), model.probabilities(&x));
    let model = fit_boost_classifier(&BoostOptions::default(), &x, &classes, 4, &Silent).unwrap();
    let stored: BoostClassifier = postcard::from_bytes(&postcard::to_stdvec(&model).unwrap()).unwrap();
    assert_eq!(stored.probabilities(&x), model.probabilities(&x));
}

#[test]
fn another_seed_grows_another_forest() {
    let (x, classes, _) = noisy(500, 5);
    let grow = |seed| tree(&ForestOptions { trees: 3, seed, ..ForestOptions::default() }, &x, &classes, 4);
    assert_eq!(grow(1), grow(1));
    assert_ne!(grow(1), grow(2));
}

#[test]
fn missing_values_go_to_the_better_side() {
    let values: Vec<f64> = (0..120).map(|row| if row % 3 == 0 { f64::NAN } else { f64::from(row % 3) }).collect();
    for with_missing in [1, 2] {
        let y: Vec<u32> = (0..120).map(|row| u32::from(row % 3 == 0 || row % 3 == with_missing)).collect();
        let ask = column(&[f64::NAN, 1.0, 2.0]);
        let expected = vec![1, u32::from(with_missing == 1), u32::from(with_missing == 2)];
        assert_eq!(tree(&single(), &column(&values), &y, 2).classify(&ask), expected);
        let boost = fit_boost_classifier(&BoostOptions::default(), &column(&values), &y, 2, &Silent).unwrap();
        assert_eq!(boost.classify(&ask), expected);
        let y: Vec<f64> = y.into_iter().map(f64::from).collect();
        for criterion in [RegressionCriterion::SquaredError, RegressionCriterion::AbsoluteError] {
            let model = fit_forest_regressor(&single(), criterion, &column(&values), &y, &Silent).unwrap();
            assert_eq!(model.predict(&ask), expected.iter().map(|&y| f64::from(y)).collect::<Vec<_>>());
        }
    }
}

#[test]
fn being_missing_can_be_the_question() {
    let values: Vec<f64> = (0..80).map(|row| if row % 2 == 0 { f64::NAN } else { 5.0 }).collect();
    let y: Vec<u32> = (0..80).map(|row| row % 2).collect();
    let ask = column(&[f64::NAN, 5.0, 1e9, f64::INFINITY]);
    assert_eq!(tree(&single(), &column(&values), &y, 2).classify(&ask), vec![0, 1, 1, 1]);
    let boost = fit_boost_classifier(&BoostOptions::default(), &column(&values), &y, 2, &Silent).unwrap();
    assert_eq!(boost.classify(&ask), vec![0, 1, 1, 1]);
}

#[test]
fn values_missing_only_in_prediction_go_with_most_rows() {
    let values: Vec<f64> = (0..90).map(f64::from).collect();
    let y: Vec<u32> = (0..90).map(|row| u32::from(row < 60)).collect();
    assert_eq!(tree(&single(), &column(&values), &y, 2).classify(&column(&[f64::NAN])), vec![1]);
}

#[test]
fn one_row_one_class_and_a_constant_target_are_learnt() {
    let x = column(&[1.0]);
    assert_eq!(tree(&single(), &x, &[0], 1).probabilities(&x), vec![1.0]);
    assert_eq!(tree(&ForestOptions::default(), &x, &[1], 3).classify(&x), vec![1]);
    let boost = |y: &[u32], classes| fit_boost_classifier(&BoostOptions::default(), &x, y, classes, &Silent).unwrap();
    assert_eq!(boost(&[0], 1).probabilities(&x), vec![1.0]);
    assert_eq!(boost(&[1], 2).classify(&x), vec![1]);
    assert_eq!(boost(&[2], 3).classify(&x), vec![2]);
    let x = column(&[1.0, 2.0, f64::NAN, f64::INFINITY]);
    for criterion in
        [RegressionCriterion::SquaredError, RegressionCriterion::AbsoluteError, RegressionCriterion::Poisson]
    {
        let model = fit_forest_regressor(&ForestOptions::default(), criterion, &x, &[0.1; 4], &Silent).unwrap();
        assert!(model.predict(&x).iter().all(|y| (y - 0.1).abs() < 1e-12));
    }
    let model = fit_boost_regressor(&BoostOptions::default(), &x, &[0.1; 4], &Silent).unwrap();
    assert!(model.predict(&x).iter().all(|y| (y - 0.1).abs() < 1e-9));
}

#[test]
fn nothing_to_predict_is_no_prediction() {
    let (x, classes, _) = noisy(50, 2);
    let model = tree(&single(), &x, &classes, 4);
    assert!(model.probabilities(&x.take(&[])).is_empty());
    assert_eq!(model.probabilities(&x.take(&[7])), model.probabilities(&x)[28..32]);
}

fn sentence<T>(result: Result<T>) -> String {
    match result {
        Err(Error::Invalid(sentence)) => sentence,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was accepted"),
    }
}

#[test]
fn bad_training_data_is_refused_with_a_sentence() {
    let (gini, forest) = (ClassificationCriterion::Gini, single());
    let fit = |x: &Matrix, y: &[u32]| sentence(fit_forest_classifier(&forest, gini, x, y, 2, &Silent));
    assert!(fit(&column(&[]), &[]).contains("no row"));
    assert!(fit(&Matrix::new(2, Vec::new()), &[0, 1]).contains("no input column"));
    assert!(fit(&column(&[1.0, 2.0]), &[0]).contains("give one a row"));
    assert!(fit(&column(&[1.0]), &[2]).contains("class 2"));
    let fit = |y: &[f64], criterion| sentence(fit_forest_regressor(&forest, criterion, &column(&[1.0]), y, &Silent));
    assert!(fit(&[f64::NAN], RegressionCriterion::SquaredError).contains("missing or infinite"));
    assert!(fit(&[-1.0], RegressionCriterion::Poisson).contains("criterion"));
    assert!(sentence(fit_boost_regressor(&BoostOptions::default(), &column(&[]), &[], &Silent)).contains("no row"));
    let none = fit_boost_classifier(&BoostOptions::default(), &column(&[1.0]), &[0], 0, &Silent);
    assert!(sentence(none).contains("0 classes"));
}

/// Says stop after a moment.
struct Impatient(Instant);

impl Progress for Impatient {
    fn report(&self, fraction: f64) -> Result<()> {
        assert!((0.0..=1.0).contains(&fraction));
        if self.0.elapsed() > Duration::from_millis(100) { Err(Error::Cancelled) } else { Ok(()) }
    }
}

#[test]
fn cancelling_stops_within_a_moment() {
    let (x, classes, numbers) = noisy(60_000, 10);
    let forest = ForestOptions { trees: 10_000, ..ForestOptions::default() };
    let boost = BoostOptions { max_iter: 100_000, ..BoostOptions::default() };
    let start = Instant::now();
    let impatient = Impatient(start);
    let grown = fit_forest_classifier(&forest, ClassificationCriterion::Gini, &x, &classes, 4, &impatient);
    assert_eq!(grown.err(), Some(Error::Cancelled));
    let grown = fit_forest_regressor(&single(), RegressionCriterion::AbsoluteError, &x, &numbers, &impatient);
    assert_eq!(grown.err(), Some(Error::Cancelled));
    let grown = fit_boost_regressor(&boost, &x, &numbers, &Impatient(Instant::now()));
    assert_eq!(grown.err(), Some(Error::Cancelled));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
