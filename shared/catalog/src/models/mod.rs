//! The models and their parameters, one file a model.

mod decision_tree_classifier;
mod decision_tree_regression;
mod dummy_classifier;
mod elastic_net_regression;
mod gaussian_nb;
mod hist_gradient_boosting_classifier;
mod hist_gradient_boosting_regression;
mod k_neighbors_classifier;
mod k_neighbors_regression;
mod lasso_regression;
mod linear_regression;
mod logistic_regression;
mod options;
mod random_forest_classifier;
mod random_forest_regression;
mod ridge_regression;
mod svc;

pub use decision_tree_classifier::DecisionTreeClassifier;
pub use decision_tree_regression::DecisionTreeRegression;
pub use dummy_classifier::{DummyClassifier, DummyStrategy};
pub use elastic_net_regression::ElasticNetRegression;
pub use gaussian_nb::GaussianNB;
pub use hist_gradient_boosting_classifier::HistGradientBoostingClassifier;
pub use hist_gradient_boosting_regression::HistGradientBoostingRegression;
pub use k_neighbors_classifier::KNeighborsClassifier;
pub use k_neighbors_regression::{Distance, KNeighborsRegression};
pub use lasso_regression::LassoRegression;
pub use linear_regression::LinearRegression;
pub use logistic_regression::{LogisticRegression, Penalty};
pub use options::{
    ClassWeight, ClassificationCriterion, ForestClassWeight, MaxFeatures, NeighborAlgorithm, NeighborWeights,
};
pub use random_forest_classifier::RandomForestClassifier;
pub use random_forest_regression::{RandomForestRegression, RegressionCriterion};
pub use ridge_regression::{RidgeRegression, RidgeSolver};
pub use svc::{Gamma, Kernel, SVC};

use serde_json::{Value, json};

const CLASSIFIER: &[&str] = &["TabularClassificationModel", "SklearnLikeClassifier"];
const REGRESSOR: &[&str] = &["RegressionModel", "SklearnLikeRegressor"];
const CLASSIFICATION: &[&str] = &["TabularClassificationTask"];
const REGRESSION: &[&str] = &["RegressionTask"];

/// What clients know of a model beside its parameters: its icon, and that it needs no download.
fn metadata(icon: &str) -> Value {
    json!({"icon": icon, "requires_download": false, "download_size_bytes": null})
}
