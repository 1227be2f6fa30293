//! The metrics: which task each scores, and which direction is better.

use crate::entry::Entry;
use crate::kind::Kind;
use serde_json::json;

/// A metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// The name clients use.
    pub name: &'static str,
    /// Whether larger scores are better.
    pub maximize: bool,
    /// The task it scores.
    pub task: &'static str,
    /// What it measures, in English.
    pub description: &'static str,
}

const fn classification(name: &'static str, maximize: bool, description: &'static str) -> Metric {
    Metric { name, maximize, task: "TabularClassificationTask", description }
}

const fn regression(name: &'static str, maximize: bool, description: &'static str) -> Metric {
    Metric { name, maximize, task: "RegressionTask", description }
}

/// All metrics.
pub const ALL: &[Metric] = &[
    classification(
        "F1",
        true,
        "Harmonic mean of precision and recall, averaged over the classes. From 0 to 1; higher is better.",
    ),
    classification(
        "Accuracy",
        true,
        "Share of the rows whose class is predicted correctly. From 0 to 1; higher is better. It misleads where one class \
         is much more frequent than the others.",
    ),
    classification(
        "BalancedAccuracy",
        true,
        "Mean of the recalls of the classes, so that rare classes count as much as frequent ones. From 0 to 1; higher is \
         better.",
    ),
    classification(
        "Precision",
        true,
        "Of the rows predicted to be of a class, the share that is, averaged over the classes. From 0 to 1; higher is \
         better.",
    ),
    classification(
        "Recall",
        true,
        "Of the rows of a class, the share that is found, averaged over the classes. From 0 to 1; higher is better.",
    ),
    regression(
        "MSE",
        false,
        "Mean of the squared errors, in the square of the target's unit. Lower is better; large errors weigh most.",
    ),
    regression("RMSE", false, "Square root of the mean squared error, in the target's unit. Lower is better."),
    regression("MAE", false, "Mean of the absolute errors, in the target's unit. Lower is better."),
    regression(
        "R2",
        true,
        "Share of the target's variance that the model explains. 1 is perfect, 0 is no better than the mean, and it can be \
         negative; higher is better.",
    ),
    regression(
        "MedianAbsoluteError",
        false,
        "Median of the absolute errors, in the target's unit. Lower is better; outliers hardly change it.",
    ),
    regression(
        "ExplainedVariance",
        true,
        "Share of the target's variance that the model explains, not counting a constant error. At most 1; higher is \
         better.",
    ),
    classification(
        "ROCAUC",
        true,
        "Area under the receiver operating characteristic: how often a row of a class gets a higher probability for it \
         than a row of another. 0.5 is chance, 1 is perfect.",
    ),
    classification(
        "LogLoss",
        false,
        "Mean of the negative logarithm of the probability given to the true class. From 0 upwards; lower is better. \
         Confident mistakes cost most.",
    ),
    classification(
        "HammingDistance",
        false,
        "Share of the rows whose class is predicted wrongly. From 0 to 1; lower is better.",
    ),
    classification(
        "CohenKappa",
        true,
        "Agreement of predicted and true classes beyond what chance would give. 0 is chance, 1 is perfect; higher is better.",
    ),
    classification(
        "MatthewsCorrCoef",
        true,
        "Correlation of predicted and true classes. From -1 to 1, with 0 for chance; higher is better, also for unequal \
         classes.",
    ),
];

/// The metric of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Metric> {
    ALL.iter().find(|metric| metric.name == name)
}

impl From<&Metric> for Entry {
    fn from(metric: &Metric) -> Self {
        let (parents, related): (&'static [&'static str], &'static [&'static str]) = match metric.task {
            "RegressionTask" => (&["RegressionMetric"], &["RegressionTask"]),
            _ => (&["ClassificationMetric"], &["TabularClassificationTask"]),
        };
        Self {
            name: metric.name,
            kind: Kind::Metric,
            display_name: None,
            description: metric.description.to_owned(),
            color: None,
            parents,
            related,
            metadata: json!({"maximize": metric.maximize}),
            schema: None,
            check: None,
        }
    }
}
