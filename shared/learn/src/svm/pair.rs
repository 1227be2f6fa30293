//! One pair of classes: the machine that tells them apart, and how likely it is right.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use skydash_domain::Result;

use super::kernel::Kernel;
use super::platt::Sigmoid;
use super::points;
use super::solver::{self, Limits, Machine};
use crate::inputs::Labels;
use crate::matrix::Matrix;
use crate::tree::pulse::Pulse;

const FOLDS: usize = 5;
const SEED: u64 = 0;
/// Trainings that a pair takes: one for the machine, and one a fold for the probabilities.
pub(super) const TRAININGS: usize = FOLDS + 1;

/// What was learnt of a pair of classes.
pub(super) struct Pair {
    pub machine: Machine,
    pub sigmoid: Sigmoid,
    /// The training row of each of the machine's weights.
    pub rows: Vec<usize>,
}

impl Pair {
    /// Everything that must be a finite number.
    pub fn numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.machine.offset, self.sigmoid.a, self.sigmoid.b];
        numbers.extend(&self.machine.weights);
        numbers
    }
}

/// What the trainings of a pair share.
pub(super) struct Training<'a> {
    pub x: &'a Matrix,
    pub labels: &'a Labels,
    pub kernel: Kernel,
    pub limits: &'a Limits,
    pub costs: (f64, f64),
    pub pulse: &'a Pulse<'a>,
}

impl Training<'_> {
    /// Trains a pair of present classes.
    pub fn pair(&self, first: usize, second: usize) -> Result<Pair> {
        let of = |class: usize| move |row: &usize| self.labels.codes[*row] as usize == class;
        let all = 0..self.labels.codes.len();
        let rows: Vec<usize> = all.clone().filter(of(first)).chain(all.filter(of(second))).collect();
        let signs: Vec<f64> = rows.iter().map(|row| if of(first)(row) { 1.0 } else { -1.0 }).collect();
        let (machine, sigmoid) = rayon::join(|| self.machine(&rows, &signs), || self.sigmoid(&rows, &signs));
        Ok(Pair { machine: machine?, sigmoid: sigmoid?, rows })
    }

    fn machine(&self, rows: &[usize], signs: &[f64]) -> Result<Machine> {
        let points = points(self.x, rows);
        let machine = solver::solve(&points, self.kernel, signs, self.costs, self.limits, self.pulse)?;
        self.pulse.step()?;
        Ok(machine)
    }

    /// The curve that fits the decisions of machines trained without the rows they decide on.
    fn sigmoid(&self, rows: &[usize], signs: &[f64]) -> Result<Sigmoid> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(SEED));
        let parts = (0..FOLDS)
            .into_par_iter()
            .map(|fold| {
                let cut = order.len() * fold / FOLDS..order.len() * (fold + 1) / FOLDS;
                let rest: Vec<usize> = order[..cut.start].iter().chain(&order[cut.end..]).copied().collect();
                self.held_out(&order[cut], &rest, rows, signs)
            })
            .collect::<Result<Vec<Vec<f64>>>>()?;
        let truth: Vec<f64> = order.iter().map(|&place| signs[place]).collect();
        Ok(Sigmoid::fit(&parts.concat(), &truth))
    }

    fn held_out(&self, held: &[usize], rest: &[usize], rows: &[usize], signs: &[f64]) -> Result<Vec<f64>> {
        let own: Vec<f64> = rest.iter().map(|&place| signs[place]).collect();
        if !own.contains(&1.0) || !own.contains(&-1.0) {
            return Ok(vec![own.first().copied().unwrap_or(0.0); held.len()]);
        }
        let rest: Vec<usize> = rest.iter().map(|&place| rows[place]).collect();
        let machine = self.machine(&rest, &own)?;
        let support: Vec<usize> = (0..rest.len()).filter(|&i| machine.weights[i] != 0.0).collect();
        let trained = points(self.x, &support.iter().map(|&i| rest[i]).collect::<Vec<_>>());
        let weights: Vec<f64> = support.iter().map(|&i| machine.weights[i]).collect();
        let asked = points(self.x, &held.iter().map(|&place| rows[place]).collect::<Vec<_>>());
        let mut kernels = vec![0.0; support.len()];
        let decide = |i: usize| {
            trained.meet(self.kernel, &asked.row(i), 0, &mut kernels);
            crate::vector::dot(&kernels, &weights) - machine.offset
        };
        Ok((0..held.len()).map(decide).collect())
    }
}
