//! The rounds of boosting: gradients, one tree an output, new scores.

use rayon::prelude::*;
use skydash_domain::Result;

use super::super::bins::Binned;
use super::super::check;
use super::super::forest::NumberTree;
use super::super::grow::{Limits, grow, write};
use super::super::options::BoostOptions;
use super::super::pulse::Pulse;
use super::Sum;
use super::cells::{Histogram, Scale};
use super::loss::Loss;
use super::scan::Rules;
use super::splitter::{Gradients, Table};

/// Outputs that grow their trees at the same time.
const OUTPUTS_AT_ONCE: usize = 8;
/// Memory for the histograms of nodes that wait for their split.
const MOST_HISTOGRAM_BYTES: usize = 4 << 30;
/// Nodes that wait at the same time where the number of leaves has no limit.
const USUAL_LEAVES: usize = 255;
/// Trees of all rounds, however small: each takes some memory of its own.
const MOST_TREES: usize = 1_000_000;
/// Nodes of all trees.
const MOST_NODES: usize = 12_000_000;
const FEWER: &str = "choose a smaller max_iter, max_leaf_nodes or max_depth";

/// The scores of all rows before the first round.
pub(super) struct Start(Vec<f64>);

impl Start {
    /// One number an output.
    pub(super) fn new(scores: Vec<f64>) -> Self {
        Self(scores)
    }
}

/// Grows `max_iter` rounds of trees.
pub(super) fn boost(
    options: &BoostOptions,
    binned: Binned<u8>,
    start: &Start,
    loss: &dyn Loss,
    pulse: &Pulse<'_>,
) -> Result<Sum> {
    check::budget(options.max_iter.saturating_mul(start.0.len()), MOST_TREES, FEWER)?;
    let rows = binned.rows;
    let table = Table::new(binned);
    let round = Round { options, loss, pulse };
    let mut scores: Vec<Vec<f64>> = start.0.iter().map(|&score| vec![score; rows]).collect();
    let most = workers(options, &table, rows)?;
    let at_once = scores.len().min(most);
    let mut workers: Vec<Worker<'_>> = (0..at_once).map(|_| Worker::new(&table, rows, options)).collect();
    let (mut trees, mut nodes) = (Vec::new(), 0);
    for _ in 0..options.max_iter {
        let shared = loss.share(&scores);
        for (part, scores) in scores.chunks_mut(at_once).enumerate() {
            let outputs = scores.par_iter_mut().zip(&mut workers).enumerate();
            let grown: Result<Vec<NumberTree>> = outputs
                .map(|(place, (scores, worker))| round.tree(part * at_once + place, worker, scores, &shared))
                .collect();
            trees.extend(grown?.into_iter().inspect(|tree: &NumberTree| nodes += tree.nodes.len()));
        }
        check::budget(nodes, MOST_NODES, FEWER)?;
        pulse.step()?;
    }
    Ok(Sum { start: start.0.clone(), trees })
}

/// How many trees may grow at the same time without keeping too many histograms.
fn workers(options: &BoostOptions, table: &Table, rows: usize) -> Result<usize> {
    let leaves = options.max_leaf_nodes.unwrap_or(USUAL_LEAVES).min(1 + rows / options.min_samples_leaf.max(1));
    let bytes = (table.columns() * size_of::<Histogram>()).saturating_mul(leaves);
    check::budget(bytes, MOST_HISTOGRAM_BYTES, "choose fewer input columns or a smaller max_leaf_nodes")?;
    Ok((MOST_HISTOGRAM_BYTES / bytes.max(1)).clamp(1, OUTPUTS_AT_ONCE))
}

/// What growing a tree needs again and again.
struct Worker<'a> {
    gradients: Gradients<'a>,
    samples: Vec<u32>,
}

impl<'a> Worker<'a> {
    fn new(table: &'a Table, rows: usize, options: &BoostOptions) -> Self {
        let rules = Rules {
            min_leaf: i64::try_from(options.min_samples_leaf.max(1)).unwrap_or(i64::MAX / 2),
            l2: options.l2_regularization,
            scale: Scale::new(rows, 1.0, 1.0),
        };
        Self { gradients: Gradients::new(table, rows, rules), samples: Vec::with_capacity(rows) }
    }
}

struct Round<'a> {
    options: &'a BoostOptions,
    loss: &'a dyn Loss,
    pulse: &'a Pulse<'a>,
}

impl Round<'_> {
    /// Grows the tree of one output and adds its answers to the scores.
    fn tree(&self, output: usize, worker: &mut Worker<'_>, scores: &mut [f64], shared: &[f32]) -> Result<NumberTree> {
        let Worker { gradients, samples } = worker;
        gradients.rules.scale = self.loss.gradients(output, scores, shared, &mut gradients.cells);
        samples.clear();
        samples.extend(0..scores.len() as u32);
        let limits = Limits { max_depth: self.options.max_depth, max_leaves: self.options.max_leaf_nodes };
        let drafts = grow(gradients, samples, limits, self.pulse)?;
        let mut answers = Vec::new();
        let nodes = write(&drafts, |range| {
            let rows = &samples[range];
            let answer = self.options.learning_rate * gradients.rules.step(gradients.sum(rows));
            rows.iter().for_each(|&row| scores[row as usize] += answer);
            answers.push(answer);
            (answers.len() - 1) as u32
        });
        Ok(NumberTree { nodes, answers })
    }
}
