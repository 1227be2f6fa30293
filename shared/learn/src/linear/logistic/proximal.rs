//! Accelerated proximal gradient descent (Beck and Teboulle, 2009) in the objective's metric, with restarts
//! (O'Donoghue and Candes, 2015): for penalties that make coefficients exactly zero.

use skydash_domain::Result;

use super::Stop;
use super::metric::Metric;
use super::objective::Objective;
use crate::linear::dense::Dense;
use crate::linear::descent::{self, Gram, Penalty};
use crate::tree::pulse::Pulse;
use crate::vector;

const SWEEPS: usize = 200;
const EXACT: f64 = 1e-12;
/// How much larger steps are tried at every pass, and how much smaller ones when a step was too large.
const BOLDER: f64 = 0.9;
const SHORTER: f64 = 2.0;
const LEAST_BOUND: f64 = 1e-6;

/// The point with the smallest value of an objective with L1 penalty.
pub(super) fn minimize(objective: &Objective, metric: &Metric, stop: &Stop, pulse: &Pulse) -> Result<Vec<f64>> {
    let size = objective.dimensions();
    let mut solver = Solver { objective, metric, bound: 1.0, gradient: vec![0.0; size], scratch: vec![0.0; size] };
    let (mut here, mut ahead) = (vec![0.0; size], vec![0.0; size]);
    let mut momentum = 1.0_f64;
    for _ in 0..stop.passes {
        let next = solver.step(&ahead, &here)?;
        let moved = difference(&next, &ahead);
        if vector::largest(&metric.times(&moved)) * solver.bound <= stop.tolerance {
            return Ok(next);
        }
        let travelled = difference(&next, &here);
        if vector::dot(&metric.times(&moved), &travelled) < 0.0 {
            momentum = 1.0;
        }
        let grown = (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0;
        ahead.copy_from_slice(&next);
        vector::add_scaled(&mut ahead, (momentum - 1.0) / grown, &travelled);
        momentum = grown;
        here = next;
        pulse.step()?;
    }
    Ok(here)
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

struct Solver<'a> {
    objective: &'a Objective<'a>,
    metric: &'a Metric,
    /// The curvature, in units of the metric, that the next step assumes.
    bound: f64,
    gradient: Vec<f64>,
    scratch: Vec<f64>,
}

impl Solver<'_> {
    /// The best point of a model of the objective around `from`, whose curvature is large enough to be trusted.
    fn step(&mut self, from: &[f64], start: &[f64]) -> Result<Vec<f64>> {
        let value = self.objective.evaluate(from, &mut self.gradient);
        self.bound = (self.bound * BOLDER).max(LEAST_BOUND);
        loop {
            let next = self.closest(from, start)?;
            let moved = difference(&next, from);
            let squared = vector::dot(&moved, &self.metric.times(&moved));
            let model = value + vector::dot(&self.gradient, &moved) + 0.5 * self.bound * squared;
            let reached = self.objective.evaluate(&next, &mut self.scratch);
            if reached <= model + 1e-12 * value.abs() || self.bound > 1e12 {
                return Ok(next);
            }
            self.bound *= SHORTER;
        }
    }

    /// The minimum of gradient, metric and L1 penalty, found by coordinate descent from `start`.
    fn closest(&self, from: &[f64], start: &[f64]) -> Result<Vec<f64>> {
        let stride = self.objective.stride();
        let width = stride - 1;
        let penalty = Penalty {
            l1: self.objective.view.factors.iter().map(|f| self.objective.l1 * f / self.bound).collect(),
            l2: 0.0,
            positive: false,
        };
        let pull = self.metric.times(from);
        let mut next = start.to_vec();
        for output in 0..self.objective.outputs {
            let range = output * stride..(output + 1) * stride;
            let wanted: Vec<f64> = range.clone().map(|i| pull[i] - self.gradient[i] / self.bound).collect();
            let own = &mut next[range];
            own[width] = wanted[width] / self.metric.intercept;
            if self.metric.is_full() {
                let block: &Dense = &self.metric.block;
                let at_start: Vec<f64> =
                    (0..width).map(|j| wanted[j] - vector::dot(block.column(j), &own[..width])).collect();
                let mut quadratic = Gram::new(block, at_start);
                descent::descend(&mut quadratic, &penalty, &mut own[..width], SWEEPS, EXACT, |_, _, _| Ok(true))?;
            } else {
                for j in 0..width {
                    let shrunk = (wanted[j].abs() - penalty.l1[j]).max(0.0) / self.metric.diagonal(j);
                    own[j] = shrunk.copysign(wanted[j]);
                }
            }
        }
        Ok(next)
    }
}
