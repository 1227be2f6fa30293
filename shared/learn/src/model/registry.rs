//! The list of models: one line a component.

use super::{Task, classes, numbers};
use crate::estimator::{Classifier, Regressor, argmax_rows};
use crate::matrix::Matrix;
use crate::target::{Predicted, Target};
use crate::{dummy, linear, naive_bayes, neighbors, svm, tree};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_catalog::Component;
use skydash_catalog::models as parameters;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

/// Makes [`Model`] and what goes from a name or a variant to a component.
///
/// A line reads: component, trained form, training function, whether missing values are accepted, and for
/// classifiers how they come to a class.
macro_rules! models {
    (
        classifiers { $($class:ident: $class_form:ty, $class_fit:path, $class_gaps:literal, $rule:path;)+ }
        regressors { $($number:ident: $number_form:ty, $number_fit:path, $number_gaps:literal;)+ }
    ) => {
        /// A trained model.
        ///
        /// The order of the variants is part of the stored form: new ones go to the end of their list, with a
        /// new version of the form.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each variant is the component of its name")]
        pub enum Model {
            $($class(Box<$class_form>),)+
            $($number(Box<$number_form>),)+
        }

        impl Model {
            /// The names of all models.
            pub const NAMES: &'static [&'static str] = &[
                $(<parameters::$class as Component>::NAME,)+
                $(<parameters::$number as Component>::NAME,)+
            ];

            /// What the model of this name predicts.
            ///
            /// # Errors
            /// [`Error::Invalid`] when there is no such model.
            pub fn task(name: &str) -> Result<Task> {
                match name {
                    $(<parameters::$class as Component>::NAME => Ok(Task::Classification),)+
                    $(<parameters::$number as Component>::NAME => Ok(Task::Regression),)+
                    _ => Err(unknown(name)),
                }
            }

            /// Trains the model of this name with these parameters, as clients write them.
            ///
            /// # Errors
            /// [`Error::Invalid`] when there is no such model, a parameter is wrong (its name is in the
            /// sentence) or the model is for the other sort of output; a sentence when it cannot learn from
            /// these rows; [`Error::Cancelled`].
            pub fn fit(
                name: &str,
                given: &Map<String, Value>,
                x: &Matrix,
                target: &Target,
                progress: &dyn Progress,
            ) -> Result<Self> {
                match name {
                    $(<parameters::$class as Component>::NAME => {
                        let checked = parameters::$class::check(given)?;
                        let (codes, classes) = classes(name, target)?;
                        $class_fit(&checked, x, codes, classes, progress).map(|form| Self::$class(Box::new(form)))
                    })+
                    $(<parameters::$number as Component>::NAME => {
                        let checked = parameters::$number::check(given)?;
                        let numbers = numbers(name, target)?;
                        $number_fit(&checked, x, numbers, progress).map(|form| Self::$number(Box::new(form)))
                    })+
                    _ => Err(unknown(name)),
                }
            }

            /// The component's name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$class(_) => <parameters::$class as Component>::NAME,)+
                    $(Self::$number(_) => <parameters::$number as Component>::NAME,)+
                }
            }

            /// Whether it can be given missing values.
            #[must_use]
            pub fn accepts_missing(&self) -> bool {
                match self {
                    $(Self::$class(_) => $class_gaps,)+
                    $(Self::$number(_) => $number_gaps,)+
                }
            }

            /// How many classes it tells apart; none when it predicts numbers.
            #[must_use]
            pub fn classes(&self) -> Option<usize> {
                match self {
                    $(Self::$class(form) => Some(form.classes()),)+
                    $(Self::$number(_) => None,)+
                }
            }

            /// Whether its parts fit together and to rows of so many columns.
            pub(super) fn is_sound(&self, columns: usize) -> bool {
                match self {
                    $(Self::$class(form) => form.is_sound(columns),)+
                    $(Self::$number(form) => form.is_sound(columns),)+
                }
            }

            /// What it says of rows that [`Model::predict`] has checked.
            pub(super) fn outcome(&self, x: &Matrix) -> Predicted {
                match self {
                    $(Self::$class(form) => outcome(form.as_ref(), x, $rule),)+
                    $(Self::$number(form) => Predicted::Numbers(form.predict(x)),)+
                }
            }
        }
    };
}

models! {
    classifiers {
        LogisticRegression: linear::LogisticModel, linear::fit_logistic_regression, false, Rule::Likeliest;
        DecisionTreeClassifier: tree::ForestClassifier, tree::fit_decision_tree_classifier, true, Rule::Likeliest;
        RandomForestClassifier: tree::ForestClassifier, tree::fit_random_forest_classifier, true, Rule::Likeliest;
        HistGradientBoostingClassifier: tree::BoostClassifier, tree::fit_hist_gradient_boosting_classifier, true, Rule::Likeliest;
        KNeighborsClassifier: neighbors::NeighborClassifier, neighbors::fit_k_neighbors_classifier, false, Rule::Likeliest;
        GaussianNB: naive_bayes::NaiveBayesModel, naive_bayes::fit_gaussian_nb, false, Rule::Likeliest;
        SVC: svm::SvmModel, svm::fit_svc, false, Rule::Own;
        DummyClassifier: dummy::DummyModel, dummy::fit_dummy_classifier, true, Rule::Own;
    }
    regressors {
        LinearRegression: linear::LinearModel, linear::fit_linear_regression, false;
        RidgeRegression: linear::LinearModel, linear::fit_ridge_regression, false;
        LassoRegression: linear::LinearModel, linear::fit_lasso_regression, false;
        ElasticNetRegression: linear::LinearModel, linear::fit_elastic_net_regression, false;
        DecisionTreeRegression: tree::ForestRegressor, tree::fit_decision_tree_regression, true;
        RandomForestRegression: tree::ForestRegressor, tree::fit_random_forest_regression, true;
        HistGradientBoostingRegression: tree::BoostRegressor, tree::fit_hist_gradient_boosting_regression, true;
        KNeighborsRegression: neighbors::NeighborRegressor, neighbors::fit_k_neighbors_regression, false;
    }
}

/// How a classifier comes to a class.
#[derive(Clone, Copy)]
enum Rule {
    /// The class with the largest probability.
    Likeliest,
    /// In a way of its own, for example by votes.
    Own,
}

fn outcome(model: &dyn Classifier, x: &Matrix, rule: Rule) -> Predicted {
    let (probabilities, classes) = (model.probabilities(x), model.classes());
    let codes = match rule {
        Rule::Likeliest => argmax_rows(&probabilities, classes),
        Rule::Own => model.classify(x),
    };
    Predicted::Classes { codes, probabilities, classes }
}

fn unknown(name: &str) -> Error {
    Error::invalid(format!("There is no model named '{name}'. Choose one of: {}.", Model::NAMES.join(", ")))
}
