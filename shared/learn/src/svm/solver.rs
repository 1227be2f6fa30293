//! Sequential minimal optimisation with second-order choice of the pair (Fan, Chen and Lin, 2005) and shrinking.

use skydash_domain::Result;

use super::cache::Cache;
use super::kernel::{Kernel, Points};
use crate::tree::pulse::Pulse;

/// Curvature used where a pair has none.
const FLAT: f64 = 1e-12;
/// Where no limit is given, training ends after this many steps, or after so many a row where that is more: data that no
/// boundary separates would otherwise be walked over for minutes when errors cost next to infinitely much.
const STEPS: usize = 1_000_000;
const STEPS_PER_ROW: usize = 100;
/// Steps between two looks at the clock, and at most between two rounds of shrinking.
const BEAT: usize = 256;
const SHRINK: usize = 1000;

/// When to stop, and how.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    /// How far from the optimum's conditions.
    pub tolerance: f64,
    /// At most this many steps; [`STEPS`] when none are given.
    pub steps: Option<usize>,
    /// Whether to set rows aside that are unlikely to move again.
    pub shrinking: bool,
}

/// What a machine of two classes learnt: `sum_i weights_i K(x_i, x) - offset`, above 0 for the first class.
#[derive(Debug, Clone)]
pub(super) struct Machine {
    pub weights: Vec<f64>,
    pub offset: f64,
}

/// Trains on points whose `signs` are 1 and -1, a row costing `costs` of its sign.
pub(super) fn solve(
    points: &Points,
    kernel: Kernel,
    signs: &[f64],
    costs: (f64, f64),
    limits: &Limits,
    pulse: &Pulse,
) -> Result<Machine> {
    let count = points.rows();
    let mut solver = Solver {
        cache: Cache::new(points, kernel, signs),
        signs,
        costs: signs.iter().map(|&sign| if sign > 0.0 { costs.0 } else { costs.1 }).collect(),
        own: (0..count).map(|i| points.own(kernel, i)).collect(),
        alphas: vec![0.0; count],
        gradient: vec![-1.0; count],
        active: (0..count).collect(),
        unshrunk: false,
        tolerance: limits.tolerance,
    };
    let most = limits.steps.unwrap_or_else(|| STEPS.max(count.saturating_mul(STEPS_PER_ROW)));
    for step in 0..most {
        if step % BEAT == 0 {
            pulse.beat()?;
        }
        if limits.shrinking && step % SHRINK.min(count.max(1)) == 0 && step > 0 {
            solver.shrink();
        }
        let found = solver.choose().or_else(|| {
            solver.restore();
            solver.choose()
        });
        let Some((i, j)) = found else { break };
        solver.improve(i, j);
    }
    solver.restore();
    let offset = solver.offset();
    Ok(Machine { weights: solver.alphas.iter().zip(signs).map(|(alpha, sign)| alpha * sign).collect(), offset })
}

struct Solver<'a> {
    cache: Cache<'a>,
    signs: &'a [f64],
    costs: Vec<f64>,
    own: Vec<f64>,
    alphas: Vec<f64>,
    gradient: Vec<f64>,
    /// The rows not set aside, ascending.
    active: Vec<usize>,
    unshrunk: bool,
    tolerance: f64,
}

impl Solver<'_> {
    fn can_grow(&self, i: usize) -> bool {
        if self.signs[i] > 0.0 { self.alphas[i] < self.costs[i] } else { self.alphas[i] > 0.0 }
    }

    fn can_shrink(&self, i: usize) -> bool {
        if self.signs[i] > 0.0 { self.alphas[i] > 0.0 } else { self.alphas[i] < self.costs[i] }
    }

    /// The two extremes of `-sign * gradient`, over rows that can move up and over rows that can move down.
    fn extremes(&self) -> (f64, Option<usize>, f64) {
        let (mut up, mut first, mut down) = (f64::NEG_INFINITY, None, f64::INFINITY);
        for &t in &self.active {
            let pull = -self.signs[t] * self.gradient[t];
            if pull > up && self.can_grow(t) {
                (up, first) = (pull, Some(t));
            }
            if pull < down && self.can_shrink(t) {
                down = pull;
            }
        }
        (up, first, down)
    }

    /// The pair of rows that promises most; none at the optimum.
    fn choose(&mut self) -> Option<(usize, usize)> {
        let (up, first, down) = self.extremes();
        let i = first?;
        if up - down < self.tolerance {
            return None;
        }
        let row = self.cache.row(i);
        let (mut best, mut second) = (0.0, None);
        for &t in &self.active {
            let difference = up + self.signs[t] * self.gradient[t];
            let moves = if self.signs[t] > 0.0 { self.alphas[t] > 0.0 } else { self.alphas[t] < self.costs[t] };
            if moves && difference > 0.0 {
                let product = self.signs[i] * self.signs[t] * f64::from(row[t]);
                let curvature = (self.own[i] + self.own[t] - 2.0 * product).max(FLAT);
                let promise = difference * difference / curvature;
                if promise > best {
                    (best, second) = (promise, Some(t));
                }
            }
        }
        second.map(|j| (i, j))
    }

    /// Moves a pair of rows to the best place their bounds allow.
    fn improve(&mut self, i: usize, j: usize) {
        let (row_i, row_j) = self.cache.rows(i, j);
        let (old_i, old_j) = (self.alphas[i], self.alphas[j]);
        let (cost_i, cost_j) = (self.costs[i], self.costs[j]);
        let same = self.signs[i] == self.signs[j];
        let product = if same { f64::from(row_i[j]) } else { -f64::from(row_i[j]) };
        let curvature = (self.own[i] + self.own[j] - 2.0 * product).max(FLAT);
        let (mut new_i, mut new_j);
        if same {
            let step = (self.gradient[i] - self.gradient[j]) / curvature;
            let sum = old_i + old_j;
            new_i = (old_i - step).clamp((sum - cost_j).max(0.0), cost_i.min(sum));
            new_j = sum - new_i;
        } else {
            let step = (-self.gradient[i] - self.gradient[j]) / curvature;
            let gap = old_i - old_j;
            new_i = (old_i + step).clamp(gap.max(0.0), cost_i.min(cost_j + gap));
            new_j = new_i - gap;
        }
        new_i = snapped(new_i, cost_i);
        new_j = snapped(new_j, cost_j);
        let (step_i, step_j) = (new_i - old_i, new_j - old_j);
        for &t in &self.active {
            self.gradient[t] += f64::from(row_i[t]) * step_i + f64::from(row_j[t]) * step_j;
        }
        self.alphas[i] = new_i;
        self.alphas[j] = new_j;
    }

    /// Sets aside rows at a bound whose gradient holds them there.
    fn shrink(&mut self) {
        let (up, _, down) = self.extremes();
        if !self.unshrunk && up - down <= 10.0 * self.tolerance {
            self.unshrunk = true;
            self.restore();
        }
        let (up, _, down) = self.extremes();
        let stays = |t: &usize| {
            let pull = -self.signs[*t] * self.gradient[*t];
            match (self.can_grow(*t), self.can_shrink(*t)) {
                (true, false) => pull >= down,
                (false, true) => pull <= up,
                _ => true,
            }
        };
        let kept: Vec<usize> = self.active.iter().copied().filter(stays).collect();
        self.active = kept;
    }

    /// Takes all rows back, with their gradients up to date.
    fn restore(&mut self) {
        let count = self.alphas.len();
        if self.active.len() == count {
            return;
        }
        let mut aside = vec![true; count];
        self.active.iter().for_each(|&t| aside[t] = false);
        let aside: Vec<usize> = (0..count).filter(|&t| aside[t]).collect();
        aside.iter().for_each(|&t| self.gradient[t] = -1.0);
        for s in (0..count).filter(|&s| self.alphas[s] > 0.0) {
            let alpha = self.alphas[s];
            let row = self.cache.row(s);
            aside.iter().for_each(|&t| self.gradient[t] += alpha * f64::from(row[t]));
        }
        self.active = (0..count).collect();
    }

    /// The offset: the mean over rows between their bounds, or the middle of what the others allow.
    fn offset(&self) -> f64 {
        let (mut free, mut sum) = (0_usize, 0.0);
        for t in 0..self.alphas.len() {
            if self.can_grow(t) && self.can_shrink(t) {
                free += 1;
                sum += self.signs[t] * self.gradient[t];
            }
        }
        if free > 0 {
            return sum / free as f64;
        }
        let (up, _, down) = self.extremes();
        -(up + down) / 2.0
    }
}

/// A weight that rounding left beside a bound is at the bound.
fn snapped(alpha: f64, cost: f64) -> f64 {
    if alpha < 1e-14 * cost {
        0.0
    } else if alpha > cost * (1.0 - 1e-14) {
        cost
    } else {
        alpha
    }
}
