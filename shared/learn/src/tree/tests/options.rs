//! Every option does what it says.

use skydash_catalog::models::{ForestClassWeight, RegressionCriterion};
use skydash_domain::Error;
use skydash_domain::progress::Silent;

use super::super::node::Node;
use super::*;
use crate::estimator::{Classifier, Regressor};

fn leaves(nodes: &[Node]) -> usize {
    nodes.iter().filter(|node| matches!(node, Node::Leaf(_))).count()
}

/// Leaves of a tree of numbers from 0 to 99, whose target is `target` of them.
fn number_leaves(options: TreeOptions, target: impl Fn(usize) -> f64) -> usize {
    let x = column(&(0..100).map(f64::from).collect::<Vec<_>>());
    let y: Vec<f64> = (0..100).map(target).collect();
    let model =
        fit_forest_regressor(&ForestOptions::single(options), RegressionCriterion::SquaredError, &x, &y, &Silent);
    leaves(&model.unwrap().trees[0].nodes)
}

fn itself(value: usize) -> f64 {
    value as f64
}

#[test]
fn limits_keep_trees_small() {
    let base = TreeOptions::default();
    assert_eq!(number_leaves(base.clone(), itself), 100);
    assert_eq!(number_leaves(TreeOptions { max_depth: Some(3), ..base.clone() }, itself), 8);
    assert_eq!(number_leaves(TreeOptions { max_leaf_nodes: Some(5), ..base.clone() }, itself), 5);
    assert_eq!(number_leaves(TreeOptions { min_samples_leaf: 50, ..base.clone() }, itself), 2);
    assert_eq!(number_leaves(TreeOptions { min_samples_leaf: 51, ..base.clone() }, itself), 1);
    assert_eq!(number_leaves(TreeOptions { min_samples_split: 60, ..base.clone() }, itself), 2);
    assert_eq!(number_leaves(TreeOptions { min_weight_fraction_leaf: 0.3, ..base }, itself), 2);
}

#[test]
fn splits_must_be_worth_their_price() {
    // The first split lowers the error by 25, all later ones by nothing much.
    let step = |value: usize| if value < 50 { 0.0 } else { 10.0 + (value % 2) as f64 / 100.0 };
    let base = TreeOptions::default();
    assert_eq!(number_leaves(TreeOptions { min_impurity_decrease: 20.0, ..base.clone() }, step), 2);
    assert_eq!(number_leaves(TreeOptions { min_impurity_decrease: 30.0, ..base.clone() }, step), 1);
    assert_eq!(number_leaves(TreeOptions { ccp_alpha: 20.0, ..base.clone() }, step), 2);
    assert_eq!(number_leaves(TreeOptions { ccp_alpha: 30.0, ..base }, step), 1);
}

#[test]
fn the_most_useful_split_comes_first() {
    let steps = |value: usize| [0.0, 1.0, 100.0, 101.0][value / 25];
    let x = column(&(0..100).map(f64::from).collect::<Vec<_>>());
    let y: Vec<f64> = (0..100).map(steps).collect();
    let options = ForestOptions::single(TreeOptions { max_leaf_nodes: Some(2), ..TreeOptions::default() });
    let model = fit_forest_regressor(&options, RegressionCriterion::SquaredError, &x, &y, &Silent).unwrap();
    assert_eq!(model.predict(&column(&[0.0, 49.5, 49.6])), vec![0.5, 0.5, 100.5]);
}

#[test]
fn balanced_classes_make_the_rare_one_count() {
    let x = column(&[1.0; 100]);
    let y: Vec<u32> = (0..100).map(|row| u32::from(row < 10)).collect();
    for class_weight in [ForestClassWeight::Balanced, ForestClassWeight::BalancedSubsample] {
        let options = ForestOptions { class_weight: Some(class_weight), ..single() };
        let shares = tree(&options, &x, &y, 2).probabilities(&column(&[1.0]));
        assert!((shares[0] - 0.5).abs() < 1e-6, "{shares:?}");
    }
    let options = BoostOptions { class_weight: Some(ForestClassWeight::Balanced), ..BoostOptions::default() };
    let boost = fit_boost_classifier(&options, &x, &y, 2, &Silent).unwrap();
    assert!((boost.probabilities(&column(&[1.0]))[0] - 0.5).abs() < 1e-6);
}

#[test]
fn absolute_error_answers_with_medians() {
    let x = column(&[1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
    let y = [1.0, 2.0, 90.0, 10.0, 12.0, 13.0, 99.0];
    let model = fit_forest_regressor(&single(), RegressionCriterion::AbsoluteError, &x, &y, &Silent).unwrap();
    assert_eq!(model.predict(&column(&[1.0, 2.0])), vec![2.0, 12.5]);
}

#[test]
fn a_share_of_the_rows_is_drawn() {
    let x = column(&(0..100).map(f64::from).collect::<Vec<_>>());
    let y: Vec<f64> = (0..100).map(itself).collect();
    let grow = |max_samples| {
        let options = ForestOptions { trees: 10, max_samples, ..ForestOptions::default() };
        let model = fit_forest_regressor(&options, RegressionCriterion::SquaredError, &x, &y, &Silent).unwrap();
        model.trees.iter().map(|tree| leaves(&tree.nodes)).max().unwrap()
    };
    assert!(grow(Some(0.1)) <= 10);
    assert!(grow(None) > 50);
}

#[test]
fn penalties_shrink_boosted_steps() {
    let x = column(&(0..100).map(f64::from).collect::<Vec<_>>());
    let y: Vec<f64> = (0..100).map(itself).collect();
    let spread = |options: &BoostOptions| {
        let found = fit_boost_regressor(options, &x, &y, &Silent).unwrap().predict(&column(&[0.0, 99.0]));
        found[1] - found[0]
    };
    let base = BoostOptions { max_iter: 5, ..BoostOptions::default() };
    let free = spread(&base);
    assert!(spread(&BoostOptions { l2_regularization: 100.0, ..base.clone() }) < free);
    assert!(spread(&BoostOptions { learning_rate: 0.01, ..base.clone() }) < free);
    assert!(spread(&BoostOptions { max_depth: Some(1), ..base }) < free);
}

#[test]
fn more_trees_than_memory_holds_are_refused_before_the_first() {
    let x = column(&[1.0, 2.0]);
    let forest = ForestOptions { trees: 1_000_000_000, ..ForestOptions::default() };
    let forest = fit_forest_classifier(&forest, ClassificationCriterion::Gini, &x, &[0, 1], 2, &Silent).map(drop);
    let boost = BoostOptions { max_iter: 1_000_000_000, ..BoostOptions::default() };
    let boost = fit_boost_classifier(&boost, &x, &[0, 1], 2, &Silent).map(drop);
    for outcome in [forest, boost] {
        assert!(matches!(outcome, Err(Error::TooLarge(_))), "{outcome:?}");
    }
}
