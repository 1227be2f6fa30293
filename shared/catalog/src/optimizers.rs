//! The optimizers and their parameters.

use crate::{Component, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const PARENTS: &[&str] = &["BaseOptimizer"];
const RELATED: &[&str] = &["TabularClassificationTask", "RegressionTask"];

/// How Optuna chooses the next trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum OptunaSampler {
    /// Tree-structured Parzen estimator
    TPESampler,
    /// Covariance matrix adaptation evolution strategy
    CmaEsSampler,
    /// Gaussian process
    GPSampler,
    /// NSGA-II genetic algorithm
    NSGAIISampler,
    /// Quasi-Monte Carlo
    QMCSampler,
    /// At random
    RandomSampler,
}

/// Whether Optuna gives up on poor trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum OptunaPruner {
    /// Stop trials that are worse than the median
    MedianPruner,
    /// Finish every trial
    None,
}

/// Searches the parameters marked for optimisation in the manner of Optuna: each trial learns from those before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OptunaOptimizer {
    /// How many combinations are tried. Each trains the model once, or once a fold.
    #[schemars(range(max = 10_000), extend("exclusiveMinimum" = 0))]
    pub n_trials: u32,
    /// How the next combination is chosen.
    pub sampler: OptunaSampler,
    /// Whether poor trials are stopped early.
    pub pruner: OptunaPruner,
}

impl Default for OptunaOptimizer {
    fn default() -> Self {
        Self { n_trials: 10, sampler: OptunaSampler::TPESampler, pruner: OptunaPruner::None }
    }
}

impl Component for OptunaOptimizer {
    const NAME: &'static str = "OptunaOptimizer";
    const KIND: Kind = Kind::Optimizer;
    const DISPLAY_NAME: &'static str = "Optuna Optimizer";
    const COLOR: Option<&'static str> = Some("#E91E63");
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = RELATED;
}

/// How HyperOpt chooses the next trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum HyperOptSampler {
    /// Tree-structured Parzen estimator
    Tpe,
    /// At random
    Rand,
}

/// Searches the parameters marked for optimisation in the manner of HyperOpt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HyperOptOptimizer {
    /// How many combinations are tried. Each trains the model once, or once a fold.
    #[schemars(range(max = 10_000), extend("exclusiveMinimum" = 0))]
    pub n_trials: u32,
    /// How the next combination is chosen.
    pub sampler: HyperOptSampler,
}

impl Default for HyperOptOptimizer {
    fn default() -> Self {
        Self { n_trials: 10, sampler: HyperOptSampler::Tpe }
    }
}

impl Component for HyperOptOptimizer {
    const NAME: &'static str = "HyperOptOptimizer";
    const KIND: Kind = Kind::Optimizer;
    const DISPLAY_NAME: &'static str = "HyperOpt Optimizer";
    const COLOR: Option<&'static str> = Some("#FF5722");
    const PARENTS: &'static [&'static str] = PARENTS;
    const RELATED: &'static [&'static str] = RELATED;
}
