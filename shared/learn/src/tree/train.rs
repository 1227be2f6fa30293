//! Training of trees and forests.

use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use skydash_catalog::models::{ClassificationCriterion, ForestClassWeight, RegressionCriterion};
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use super::bins::{Binned, Code};
use super::check;
use super::counts::{ClassJudge, ClassSample, Entropy, Gini};
use super::draw::{balanced, bootstrap, stream};
use super::forest::{ClassTree, ForestClassifier, ForestRegressor, NumberTree, Shares};
use super::grow::{Draft, Limits, grow, write};
use super::impurity::{Impurity, Judge, Rules};
use super::median::MedianJudge;
use super::moments::{MomentJudge, NumberSample, Poisson, Squared};
use super::options::{ForestOptions, TreeOptions};
use super::prune::prune;
use super::pulse::Pulse;
use crate::matrix::Matrix;

/// Forests on more rows than this use one byte a value.
const EXACT_ROWS: usize = 10_000;
/// Bins of columns in one byte.
const BYTE_BINS: usize = 255;
/// Cells of one histogram: fewer bins for more classes.
const MOST_CELLS: usize = 1 << 20;
/// Nodes and shares of a whole forest: about twenty bytes each, and as many again while it is stored.
const MOST_NODES: usize = 12_000_000;
/// Trees of a forest, however small: each takes some memory of its own.
const MOST_TREES: usize = 1_000_000;
const FEWER: &str = "choose fewer trees, a smaller max_depth, or a larger min_samples_leaf";

/// Trains trees on classes `0..classes`.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] on data without rows, columns or known classes, and
/// [`skydash_domain::Error::Cancelled`] when `progress` says so.
pub fn fit_forest_classifier(
    options: &ForestOptions,
    criterion: ClassificationCriterion,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<ForestClassifier> {
    check::columns(x, y.len())?;
    check::classes(y, classes)?;
    let pulse = Pulse::start(progress, options.trees)?;
    let task = ClassTask { options, criterion, y, classes };
    let trees = match bin(options, x, classes, &pulse)? {
        Bins::Byte(binned) => trees(options, &pulse, |tree| task.tree(&binned, tree, &pulse), ClassTree::size),
        Bins::Exact(binned) => trees(options, &pulse, |tree| task.tree(&binned, tree, &pulse), ClassTree::size),
    }?;
    Ok(ForestClassifier { classes: classes as u32, trees })
}

/// Trains trees on numbers.
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] on data without rows or columns, on missing targets, and on targets
/// that Poisson deviance does not take; [`skydash_domain::Error::Cancelled`] when `progress` says so.
pub fn fit_forest_regressor(
    options: &ForestOptions,
    criterion: RegressionCriterion,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<ForestRegressor> {
    check::columns(x, y.len())?;
    check::numbers(y, criterion == RegressionCriterion::Poisson)?;
    let pulse = Pulse::start(progress, options.trees)?;
    let task = NumberTask { options, criterion, y };
    let trees = match bin(options, x, 1, &pulse)? {
        Bins::Byte(binned) => trees(options, &pulse, |tree| task.tree(&binned, tree, &pulse), NumberTree::size),
        Bins::Exact(binned) => trees(options, &pulse, |tree| task.tree(&binned, tree, &pulse), NumberTree::size),
    }?;
    Ok(ForestRegressor { trees })
}

enum Bins {
    Byte(Binned<u8>),
    Exact(Binned<u16>),
}

/// Bins coarsely for forests on many rows, and else finely enough to tell nearly all values apart.
fn bin(options: &ForestOptions, x: &Matrix, classes: usize, pulse: &Pulse<'_>) -> Result<Bins> {
    if options.trees > 1 && x.rows() > EXACT_ROWS {
        return Ok(Bins::Byte(Binned::new(x, BYTE_BINS, pulse)?));
    }
    let binned = Binned::<u16>::new(x, (MOST_CELLS / classes).max(BYTE_BINS), pulse)?;
    Ok(if binned.most_bins() <= BYTE_BINS { Bins::Byte(binned.narrow()) } else { Bins::Exact(binned) })
}

/// Grows all trees, each on one thread, in their order.
fn trees<T: Send>(
    options: &ForestOptions,
    pulse: &Pulse<'_>,
    grow: impl Fn(usize) -> Result<T> + Sync,
    size: impl Fn(&T) -> usize + Sync,
) -> Result<Vec<T>> {
    check::budget(options.trees, MOST_TREES, FEWER)?;
    let sizes = std::sync::atomic::AtomicUsize::new(0);
    let one = |tree: usize| {
        let grown = grow(tree)?;
        let before = sizes.fetch_add(size(&grown), std::sync::atomic::Ordering::Relaxed);
        check::budget(before, MOST_NODES, FEWER)?;
        pulse.step()?;
        Ok(grown)
    };
    (0..options.trees).into_par_iter().with_max_len(1).map(one).collect()
}

/// Grows one tree over prepared samples and prunes it.
fn growth<C: Code, J: Judge<C>>(
    options: &ForestOptions,
    binned: &Binned<C>,
    judge: J,
    samples: &mut [J::Sample],
    weight: f64,
    rng: ChaCha8Rng,
    pulse: &Pulse<'_>,
) -> Result<Vec<Draft>> {
    let tree = &options.tree;
    let columns = binned.columns.len();
    let drawn = tree.features.map_or(columns, |features| features.count(columns));
    let mut splitter = Impurity::new(binned, judge, rules(tree, weight), drawn, rng, options.trees == 1);
    let limits = Limits { max_depth: tree.max_depth, max_leaves: tree.max_leaf_nodes };
    let mut drafts = grow(&mut splitter, samples, limits, pulse)?;
    prune(&mut drafts, tree.ccp_alpha, weight);
    Ok(drafts)
}

fn rules(tree: &TreeOptions, weight: f64) -> Rules {
    Rules {
        min_split: tree.min_samples_split as f64,
        min_leaf: tree.min_samples_leaf.max(1) as f64,
        min_leaf_weight: tree.min_weight_fraction_leaf * weight,
        min_gain: tree.min_impurity_decrease * weight,
    }
}

/// How often each row is in a tree's sample.
fn times(options: &ForestOptions, rows: usize, rng: &mut ChaCha8Rng) -> Vec<u16> {
    if options.bootstrap { bootstrap(rows, options.max_samples, rng) } else { vec![1; rows] }
}

struct ClassTask<'a> {
    options: &'a ForestOptions,
    criterion: ClassificationCriterion,
    y: &'a [u32],
    classes: usize,
}

impl ClassTask<'_> {
    fn tree<C: Code>(&self, binned: &Binned<C>, tree: usize, pulse: &Pulse<'_>) -> Result<ClassTree> {
        let mut rng = stream(self.options.seed, tree);
        let times = times(self.options, self.y.len(), &mut rng);
        let rows = self.y.iter().zip(&times).zip(0..).filter(|((_, times), _)| **times > 0);
        let mut samples: Vec<ClassSample> =
            rows.map(|((&class, &times), row)| ClassSample { row, class: class as u16, times }).collect();
        let weights = self.weights(&samples);
        let total = samples.iter().map(|sample| weights[usize::from(sample.class)] * f64::from(sample.times)).sum();
        let (options, bins) = (self.options, binned.most_bins());
        let drafts = match self.criterion {
            ClassificationCriterion::Gini => {
                let judge = ClassJudge::<Gini>::new(weights.clone(), bins);
                growth(options, binned, judge, &mut samples, total, rng, pulse)
            }
            ClassificationCriterion::Entropy | ClassificationCriterion::LogLoss => {
                let judge = ClassJudge::<Entropy>::new(weights.clone(), bins);
                growth(options, binned, judge, &mut samples, total, rng, pulse)
            }
        }?;
        Ok(ClassTree::new(&drafts, &samples, &weights))
    }

    fn weights(&self, samples: &[ClassSample]) -> Vec<f64> {
        let mut counts = vec![0.0; self.classes];
        match self.options.class_weight {
            None => return vec![1.0; self.classes],
            Some(ForestClassWeight::Balanced) => self.y.iter().for_each(|&class| counts[class as usize] += 1.0),
            Some(ForestClassWeight::BalancedSubsample) => {
                samples.iter().for_each(|sample| counts[usize::from(sample.class)] += f64::from(sample.times));
            }
        }
        balanced(&counts)
    }
}

impl ClassTree {
    fn new(drafts: &[Draft], samples: &[ClassSample], weights: &[f64]) -> Self {
        let mut mixed = Shares::default();
        let mut counts = vec![0.0; weights.len()];
        let nodes = write(drafts, |range| {
            let part = &samples[range];
            if let Some(first) = part.first()
                && part.iter().all(|sample| sample.class == first.class)
            {
                return u32::from(first.class);
            }
            counts.fill(0.0);
            for sample in part {
                counts[usize::from(sample.class)] += weights[usize::from(sample.class)] * f64::from(sample.times);
            }
            (weights.len() + mixed.push(&counts)) as u32
        });
        Self { nodes, mixed }
    }

    fn size(&self) -> usize {
        self.nodes.len() + self.mixed.len()
    }
}

struct NumberTask<'a> {
    options: &'a ForestOptions,
    criterion: RegressionCriterion,
    y: &'a [f64],
}

impl NumberTask<'_> {
    fn tree<C: Code>(&self, binned: &Binned<C>, tree: usize, pulse: &Pulse<'_>) -> Result<NumberTree> {
        let mut rng = stream(self.options.seed, tree);
        let times = times(self.options, self.y.len(), &mut rng);
        // Sums around the mean keep their precision; Poisson deviance needs the counts themselves.
        let middle = match self.criterion {
            RegressionCriterion::SquaredError => self.y.iter().sum::<f64>() / self.y.len() as f64,
            RegressionCriterion::AbsoluteError | RegressionCriterion::Poisson => 0.0,
        };
        let rows = self.y.iter().zip(&times).zip(0..).filter(|((_, times), _)| **times > 0);
        let mut samples: Vec<NumberSample> =
            rows.map(|((&y, &times), row)| NumberSample { row, times: u32::from(times), target: y - middle }).collect();
        let total = samples.iter().map(|sample| f64::from(sample.times)).sum();
        let (options, bins) = (self.options, binned.most_bins());
        let drafts = match self.criterion {
            RegressionCriterion::SquaredError => {
                growth(options, binned, MomentJudge::<Squared>::new(bins), &mut samples, total, rng, pulse)
            }
            RegressionCriterion::Poisson => {
                growth(options, binned, MomentJudge::<Poisson>::new(bins), &mut samples, total, rng, pulse)
            }
            RegressionCriterion::AbsoluteError => {
                growth(options, binned, MedianJudge::default(), &mut samples, total, rng, pulse)
            }
        }?;
        let mut answers = Vec::new();
        let nodes = write(&drafts, |range| {
            answers.push(self.answer(&samples[range], middle));
            (answers.len() - 1) as u32
        });
        Ok(NumberTree { nodes, answers })
    }

    /// The mean of a leaf, or its median.
    fn answer(&self, samples: &[NumberSample], middle: f64) -> f64 {
        let Some(first) = samples.first().map(|sample| sample.row as usize) else { return middle };
        if super::moments::same(samples) {
            return self.y[first];
        }
        let weight: f64 = samples.iter().map(|sample| f64::from(sample.times)).sum();
        match self.criterion {
            RegressionCriterion::AbsoluteError => median(samples, weight),
            RegressionCriterion::SquaredError | RegressionCriterion::Poisson => {
                middle + samples.iter().map(|sample| f64::from(sample.times) * sample.target).sum::<f64>() / weight
            }
        }
    }
}

fn median(samples: &[NumberSample], weight: f64) -> f64 {
    let mut sorted: Vec<(f64, f64)> = samples.iter().map(|sample| (sample.target, f64::from(sample.times))).collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut below = 0.0;
    for (at, &(target, times)) in sorted.iter().enumerate() {
        below += times;
        if below * 2.0 > weight {
            return target;
        }
        if below * 2.0 == weight {
            return sorted.get(at + 1).map_or(target, |next| target + (next.0 - target) / 2.0);
        }
    }
    sorted.last().map_or(0.0, |last| last.0)
}

impl NumberTree {
    fn size(&self) -> usize {
        self.nodes.len()
    }
}
