//! Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, 7.2), starting from a metric in place of the identity.

use std::collections::VecDeque;

use skydash_domain::Result;

use super::Stop;
use super::metric::Metric;
use super::objective::Objective;
use crate::tree::pulse::Pulse;
use crate::vector;

const MEMORY: usize = 10;
const TRIALS: usize = 30;
/// A relative decrease of the objective below this is rounding.
const LEAST_DECREASE: f64 = 64.0 * f64::EPSILON;

/// A place of the objective.
struct Place {
    point: Vec<f64>,
    gradient: Vec<f64>,
    value: f64,
}

impl Place {
    fn at(objective: &Objective, point: Vec<f64>) -> Self {
        let mut gradient = vec![0.0; point.len()];
        let value = objective.evaluate(&point, &mut gradient);
        Self { point, gradient, value }
    }
}

/// The point with the smallest value of an objective without L1 penalty.
pub(super) fn minimize(objective: &Objective, metric: &Metric, stop: &Stop, pulse: &Pulse) -> Result<Vec<f64>> {
    let mut here = Place::at(objective, vec![0.0; objective.dimensions()]);
    let mut memory = Memory::default();
    for _ in 0..stop.passes {
        if vector::largest(&here.gradient) <= stop.tolerance {
            break;
        }
        let direction = memory.direction(&here.gradient, metric);
        let Some(next) = search(objective, &here, &direction) else { break };
        let settled = here.value - next.value <= LEAST_DECREASE * here.value.abs().max(next.value.abs()).max(1.0);
        memory.learn(&here, &next, metric);
        here = next;
        pulse.step()?;
        if settled {
            break;
        }
    }
    Ok(here.point)
}

/// A step along `direction` with enough decrease and less slope (the weak Wolfe conditions), by bisection.
fn search(objective: &Objective, here: &Place, direction: &[f64]) -> Option<Place> {
    let slope = vector::dot(&here.gradient, direction);
    if slope.is_nan() || slope >= 0.0 {
        return None;
    }
    let (mut step, mut low, mut high) = (1.0, 0.0, f64::INFINITY);
    let mut best = None;
    for _ in 0..TRIALS {
        let mut point = here.point.clone();
        vector::add_scaled(&mut point, step, direction);
        let next = Place::at(objective, point);
        if !next.value.is_finite() || next.value > here.value + 1e-4 * step * slope {
            high = step;
        } else if vector::dot(&next.gradient, direction) < 0.9 * slope {
            low = step;
            best = Some(next);
        } else {
            return Some(next);
        }
        step = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * step };
    }
    best
}

/// What the last steps said about the curvature.
#[derive(Default)]
struct Memory {
    pairs: VecDeque<Pair>,
    scale: Option<f64>,
}

struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse: f64,
}

impl Memory {
    fn learn(&mut self, here: &Place, next: &Place, metric: &Metric) {
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let step = minus(&next.point, &here.point);
        let change = minus(&next.gradient, &here.gradient);
        let product = vector::dot(&step, &change);
        let mut divided = change.clone();
        metric.divide(&mut divided);
        let scale = product / vector::dot(&change, &divided);
        if product.is_nan() || product <= 0.0 || !scale.is_finite() {
            return;
        }
        if self.pairs.len() == MEMORY {
            self.pairs.pop_front();
        }
        self.pairs.push_back(Pair { step, change, inverse: 1.0 / product });
        self.scale = Some(scale);
    }

    fn direction(&self, gradient: &[f64], metric: &Metric) -> Vec<f64> {
        let mut direction: Vec<f64> = gradient.iter().map(|value| -value).collect();
        let mut shares = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            let share = pair.inverse * vector::dot(&pair.step, &direction);
            vector::add_scaled(&mut direction, -share, &pair.change);
            shares.push(share);
        }
        metric.divide(&mut direction);
        let scale = self.scale.unwrap_or(1.0);
        direction.iter_mut().for_each(|value| *value *= scale);
        for (pair, share) in self.pairs.iter().zip(shares.iter().rev()) {
            let back = pair.inverse * vector::dot(&pair.change, &direction);
            vector::add_scaled(&mut direction, share - back, &pair.step);
        }
        direction
    }
}
