//! The published models' parameters as this engine's options.

use skydash_catalog::models::{
    DecisionTreeClassifier, DecisionTreeRegression, ForestClassWeight, HistGradientBoostingClassifier,
    HistGradientBoostingRegression, RandomForestClassifier, RandomForestRegression, RegressionCriterion,
};
use skydash_catalog::{Checked, Search};
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use super::options::{BoostOptions, ForestOptions, TreeOptions};
use super::{
    BoostClassifier, BoostRegressor, ForestClassifier, ForestRegressor, fit_boost_classifier, fit_boost_regressor,
    fit_forest_classifier, fit_forest_regressor,
};
use crate::matrix::Matrix;

/// Trains a decision tree on classes `0..classes`.
///
/// # Errors
/// As [`fit_forest_classifier`].
pub fn fit_decision_tree_classifier(
    params: &Checked<DecisionTreeClassifier>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<ForestClassifier> {
    let tree = TreeOptions {
        max_depth: limit(&params.max_depth),
        min_samples_split: count(&params.min_samples_split),
        min_samples_leaf: count(&params.min_samples_leaf),
        features: params.max_features.value(),
        ..TreeOptions::default()
    };
    let options = ForestOptions {
        class_weight: params.class_weight.value().map(|_| ForestClassWeight::Balanced),
        seed: params.random_state.unwrap_or_default(),
        ..ForestOptions::single(tree)
    };
    fit_forest_classifier(&options, params.criterion.value(), x, y, classes, progress)
}

/// Trains a decision tree on numbers.
///
/// # Errors
/// As [`fit_forest_regressor`].
pub fn fit_decision_tree_regression(
    params: &Checked<DecisionTreeRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<ForestRegressor> {
    let tree = TreeOptions {
        max_depth: limit(&params.max_depth),
        min_samples_split: count(&params.min_samples_split),
        min_samples_leaf: count(&params.min_samples_leaf),
        max_leaf_nodes: limit(&params.max_leaf_nodes),
        min_impurity_decrease: params.min_impurity_decrease.value(),
        ..TreeOptions::default()
    };
    let options = ForestOptions { seed: params.random_state.unwrap_or_default(), ..ForestOptions::single(tree) };
    fit_forest_regressor(&options, RegressionCriterion::SquaredError, x, y, progress)
}

/// Trains a random forest on classes `0..classes`.
///
/// # Errors
/// As [`fit_forest_classifier`].
pub fn fit_random_forest_classifier(
    params: &Checked<RandomForestClassifier>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<ForestClassifier> {
    let options = ForestOptions {
        tree: TreeOptions {
            max_depth: limit(&params.max_depth),
            min_samples_split: count(&params.min_samples_split),
            min_samples_leaf: count(&params.min_samples_leaf),
            max_leaf_nodes: limit(&params.max_leaf_nodes),
            features: params.max_features.value(),
            ..TreeOptions::default()
        },
        trees: count(&params.n_estimators),
        class_weight: params.class_weight.value(),
        seed: params.random_state,
        ..ForestOptions::default()
    };
    fit_forest_classifier(&options, skydash_catalog::models::ClassificationCriterion::Gini, x, y, classes, progress)
}

/// Trains a random forest on numbers.
///
/// # Errors
/// As [`fit_forest_regressor`].
pub fn fit_random_forest_regression(
    params: &Checked<RandomForestRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<ForestRegressor> {
    let options = ForestOptions {
        tree: TreeOptions {
            max_depth: limit(&params.max_depth),
            min_samples_split: count(&params.min_samples_split),
            min_samples_leaf: count(&params.min_samples_leaf),
            min_weight_fraction_leaf: params.min_weight_fraction_leaf,
            max_leaf_nodes: limit(&params.max_leaf_nodes),
            min_impurity_decrease: params.min_impurity_decrease,
            features: params.max_features.value(),
            ccp_alpha: params.ccp_alpha.value(),
        },
        trees: count(&params.n_estimators),
        bootstrap: params.bootstrap.value(),
        max_samples: params.max_samples.value(),
        class_weight: None,
        seed: params.random_state.unwrap_or_default(),
    };
    fit_forest_regressor(&options, params.criterion.value(), x, y, progress)
}

/// Boosts trees on classes `0..classes`.
///
/// # Errors
/// As [`fit_boost_classifier`].
pub fn fit_hist_gradient_boosting_classifier(
    params: &Checked<HistGradientBoostingClassifier>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<BoostClassifier> {
    let options = BoostOptions {
        learning_rate: params.learning_rate.value(),
        max_iter: count(&params.max_iter),
        max_depth: limit(&params.max_depth),
        max_leaf_nodes: limit(&params.max_leaf_nodes),
        min_samples_leaf: count(&params.min_samples_leaf),
        l2_regularization: params.l2_regularization.value(),
        class_weight: params.class_weight.value().map(|_| ForestClassWeight::Balanced),
    };
    fit_boost_classifier(&options, x, y, classes, progress)
}

/// Boosts trees on numbers.
///
/// # Errors
/// As [`fit_boost_regressor`].
pub fn fit_hist_gradient_boosting_regression(
    params: &Checked<HistGradientBoostingRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<BoostRegressor> {
    let options = BoostOptions {
        learning_rate: params.learning_rate.value(),
        max_iter: count(&params.max_iter),
        max_depth: limit(&params.max_depth),
        max_leaf_nodes: limit(&params.max_leaf_nodes),
        min_samples_leaf: count(&params.min_samples_leaf),
        l2_regularization: params.l2_regularization.value(),
        class_weight: None,
    };
    fit_boost_regressor(&options, x, y, progress)
}

fn count(search: &Search<u32>) -> usize {
    search.value() as usize
}

fn limit(search: &Search<Option<u32>>) -> Option<usize> {
    search.value().map(|value| value as usize)
}
