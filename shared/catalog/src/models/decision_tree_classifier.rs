//! Parameters of the classification tree.

use super::{CLASSIFICATION, CLASSIFIER, ClassWeight, ClassificationCriterion, MaxFeatures, metadata};
use crate::{Component, Kind, Search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A tree of yes-or-no questions about the features.
///
/// Each row follows the answers down to a leaf and gets the class that most training rows of the leaf have. Easy to explain;
/// limit its depth or its leaves to keep it from learning the training rows by heart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionTreeClassifier {
    /// How the quality of a split is measured.
    pub criterion: Search<ClassificationCriterion>,
    /// Greatest depth of a tree: the number of questions between its root and its deepest leaf. Empty means that a tree grows
    /// until its leaves are pure or too small to split. Shallow trees generalise better, deep ones fit more detail.
    #[schemars(range(min = 1))]
    pub max_depth: Search<Option<u32>>,
    /// Fewest training rows a node needs before it may be split.
    #[schemars(range(min = 1))]
    pub min_samples_split: Search<u32>,
    /// Fewest training rows on each side of a split. Larger values smooth the model.
    #[schemars(range(min = 1))]
    pub min_samples_leaf: Search<u32>,
    /// Features looked at for each split, drawn at random: a rule, or a share above 0 and up to 1. Empty means all of them.
    pub max_features: Search<Option<MaxFeatures>>,
    /// How much the classes weigh. Empty means that every row counts the same; `balanced` makes rare classes count as much as
    /// frequent ones.
    pub class_weight: Search<Option<ClassWeight>>,
    /// Seed of the draw of the features. The same seed on the same data gives the same model; empty means seed 0.
    #[schemars(range(min = 0))]
    pub random_state: Option<u64>,
}

impl Default for DecisionTreeClassifier {
    fn default() -> Self {
        Self {
            criterion: Search::among(
                ClassificationCriterion::Gini,
                [ClassificationCriterion::Entropy, ClassificationCriterion::Gini, ClassificationCriterion::LogLoss],
            ),
            max_depth: Search::between(None, 1, 32),
            min_samples_split: Search::between(2, 2, 20),
            min_samples_leaf: Search::between(1, 1, 20),
            max_features: Search::among(None, [None, Some(MaxFeatures::Sqrt), Some(MaxFeatures::Log2)]),
            class_weight: Search::among(None, [None, Some(ClassWeight::Balanced)]),
            random_state: None,
        }
    }
}

impl Component for DecisionTreeClassifier {
    const NAME: &'static str = "DecisionTreeClassifier";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Decision Tree";
    const COLOR: Option<&'static str> = Some("#4CAF50");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("AccountTree")
    }
}
