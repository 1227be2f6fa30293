//! Parameters of the baseline classifier.

use super::{CLASSIFICATION, CLASSIFIER, metadata};
use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a dummy classifier predicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum DummyStrategy {
    /// Always the most frequent class
    MostFrequent,
    /// The most frequent class, with the share of each class as its probability
    Prior,
    /// A class at random, as often as it occurs
    Stratified,
    /// A class at random, all equally likely
    Uniform,
}

/// Predicts without looking at the features.
///
/// A baseline: a model that does not clearly beat it has learnt nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DummyClassifier {
    /// What it predicts.
    pub strategy: DummyStrategy,
}

impl Default for DummyClassifier {
    fn default() -> Self {
        Self { strategy: DummyStrategy::Prior }
    }
}

impl Component for DummyClassifier {
    const NAME: &'static str = "DummyClassifier";
    const KIND: Kind = Kind::Model;
    const DISPLAY_NAME: &'static str = "Dummy Classifier";
    const COLOR: Option<&'static str> = Some("#4DB6AC");
    const PARENTS: &'static [&'static str] = CLASSIFIER;
    const RELATED: &'static [&'static str] = CLASSIFICATION;

    fn metadata() -> Value {
        metadata("Science")
    }
}
