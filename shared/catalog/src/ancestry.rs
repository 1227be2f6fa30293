//! The classes components descend from, which nested pickers ask for.

use crate::entry::Entry;

/// Each class with the one above it.
const CLASSES: &[(&str, &str)] = &[
    ("TabularClassificationModel", "BaseModel"),
    ("RegressionModel", "BaseModel"),
    ("SklearnLikeClassifier", "SklearnLikeModel"),
    ("SklearnLikeRegressor", "SklearnLikeModel"),
    ("SklearnLikeModel", "BaseModel"),
    ("BaseModel", "ConfigObject"),
    ("BaseDataLoader", "ConfigObject"),
    ("BaseExplorer", "ConfigObject"),
    ("BaseConverter", "ConfigObject"),
    ("BaseSplitter", "ConfigObject"),
    ("BaseOptimizer", "ConfigObject"),
    ("ClassificationMetric", "BaseMetric"),
    ("RegressionMetric", "BaseMetric"),
];

/// Whether a component descends from a class, directly or not.
#[must_use]
pub fn descends_from(entry: &Entry, class: &str) -> bool {
    entry.parents.iter().any(|parent| is_or_descends(parent, class))
}

fn is_or_descends(child: &str, class: &str) -> bool {
    child == class || CLASSES.iter().any(|(name, above)| *name == child && is_or_descends(above, class))
}
