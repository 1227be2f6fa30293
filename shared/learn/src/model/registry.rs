//! The list of models: one line a component.

use super::{Task, classes, numbers};
use crate::estimator::{Classifier, Regressor, argmax_rows};
use crate::matrix::Matrix;
use crate::target::{Predicted, Target};
use crate::{dummy, naive_bayes, tree};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_catalog::Component;
use skydash_catalog::models as parameters;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

/// Makes [`Model`] and what goes from a name or a variant to a component.
///
/// A line reads: component, trained form, training function, and whether missing values are accepted.
macro_rules! models {
    (
        classifiers { $($class:ident: $class_form:ty, $class_fit:path, $class_gaps:literal;)+ }
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

            /// What it says of rows that [`Model::predict`] has checked.
            #[expect(unreachable_patterns, reason = "the dummy stands in the list and before it")]
            pub(super) fn outcome(&self, x: &Matrix) -> Predicted {
                match self {
                    // The only model whose classes are not its likeliest ones: some of its rules draw lots.
                    Self::DummyClassifier(form) => Predicted::Classes {
                        codes: form.classify(x),
                        probabilities: form.probabilities(x),
                        classes: form.classes(),
                    },
                    $(Self::$class(form) => outcome(form.as_ref(), x),)+
                    $(Self::$number(form) => Predicted::Numbers(form.predict(x)),)+
                }
            }
        }
    };
}

models! {
    classifiers {
        DecisionTreeClassifier: tree::ForestClassifier, tree::fit_decision_tree_classifier, true;
        RandomForestClassifier: tree::ForestClassifier, tree::fit_random_forest_classifier, true;
        HistGradientBoostingClassifier: tree::BoostClassifier, tree::fit_hist_gradient_boosting_classifier, true;
        GaussianNB: naive_bayes::NaiveBayesModel, naive_bayes::fit_gaussian_nb, false;
        DummyClassifier: dummy::DummyModel, dummy::fit_dummy_classifier, true;
    }
    regressors {
        DecisionTreeRegression: tree::ForestRegressor, tree::fit_decision_tree_regression, true;
        RandomForestRegression: tree::ForestRegressor, tree::fit_random_forest_regression, true;
        HistGradientBoostingRegression: tree::BoostRegressor, tree::fit_hist_gradient_boosting_regression, true;
    }
}

fn outcome(model: &dyn Classifier, x: &Matrix) -> Predicted {
    let (probabilities, classes) = (model.probabilities(x), model.classes());
    Predicted::Classes { codes: argmax_rows(&probabilities, classes), probabilities, classes }
}

fn unknown(name: &str) -> Error {
    Error::invalid(format!("There is no model named '{name}'. Choose one of: {}.", Model::NAMES.join(", ")))
}
