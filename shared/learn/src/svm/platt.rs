//! Probabilities from decisions: Platt's sigmoid (Lin, Lin and Weng, 2007), and their coupling over pairs (Wu, Lin and
//! Weng, 2004).

const PASSES: usize = 100;
const LEAST_STEP: f64 = 1e-10;
const RIDGE: f64 = 1e-12;
const LEAST_GRADIENT: f64 = 1e-5;

/// The curve `1 / (1 + exp(a * decision + b))`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Sigmoid {
    pub a: f64,
    pub b: f64,
}

impl Sigmoid {
    /// The curve that fits decisions of rows whose truth is 1 or -1, by Newton's method.
    pub fn fit(decisions: &[f64], signs: &[f64]) -> Self {
        let positive = signs.iter().filter(|&&sign| sign > 0.0).count() as f64;
        let negative = signs.len() as f64 - positive;
        let (high, low) = ((positive + 1.0) / (positive + 2.0), 1.0 / (negative + 2.0));
        let wanted: Vec<f64> = signs.iter().map(|&sign| if sign > 0.0 { high } else { low }).collect();
        let mut curve = Self { a: 0.0, b: ((negative + 1.0) / (positive + 1.0)).ln() };
        let mut loss = curve.loss(decisions, &wanted);
        for _ in 0..PASSES {
            let Some((slope, step)) = curve.newton(decisions, &wanted) else { break };
            let mut size = 1.0;
            let next = loop {
                let next = Self { a: curve.a + size * step.0, b: curve.b + size * step.1 };
                let reached = next.loss(decisions, &wanted);
                if reached < loss + 1e-4 * size * slope {
                    break Some((next, reached));
                }
                size /= 2.0;
                if size < LEAST_STEP {
                    break None;
                }
            };
            let Some(better) = next else { break };
            (curve, loss) = better;
        }
        curve
    }

    /// The probability of the first class.
    pub fn probability(self, decision: f64) -> f64 {
        let number = self.a * decision + self.b;
        if number >= 0.0 { (-number).exp() / (1.0 + (-number).exp()) } else { 1.0 / (1.0 + number.exp()) }
    }

    fn loss(self, decisions: &[f64], wanted: &[f64]) -> f64 {
        let one = |(decision, wanted): (&f64, &f64)| {
            let number = self.a * decision + self.b;
            if number >= 0.0 {
                wanted * number + (-number).exp().ln_1p()
            } else {
                (wanted - 1.0) * number + number.exp().ln_1p()
            }
        };
        decisions.iter().zip(wanted).map(one).sum()
    }

    /// The slope along Newton's step, and the step; none where the curve is as good as it gets.
    fn newton(self, decisions: &[f64], wanted: &[f64]) -> Option<(f64, (f64, f64))> {
        let (mut h11, mut h22, mut h21, mut g1, mut g2) = (RIDGE, RIDGE, 0.0, 0.0, 0.0);
        for (&decision, &wanted) in decisions.iter().zip(wanted) {
            let likely = self.probability(decision);
            let spread = likely * (1.0 - likely);
            h11 += decision * decision * spread;
            h22 += spread;
            h21 += decision * spread;
            g1 += decision * (wanted - likely);
            g2 += wanted - likely;
        }
        if g1.abs() < LEAST_GRADIENT && g2.abs() < LEAST_GRADIENT {
            return None;
        }
        let determinant = h11 * h22 - h21 * h21;
        let step = (-(h22 * g1 - h21 * g2) / determinant, -(-h21 * g1 + h11 * g2) / determinant);
        Some((g1 * step.0 + g2 * step.1, step))
    }
}

/// Probabilities of `count` classes from those of each pair: `pairs[i * count + j]` is that of `i` against `j`.
pub(super) fn couple(pairs: &[f64], count: usize) -> Vec<f64> {
    let at = |i: usize, j: usize| pairs[i * count + j];
    let q = |i: usize, j: usize| {
        if i == j { (0..count).filter(|&k| k != i).map(|k| at(k, i) * at(k, i)).sum() } else { -at(j, i) * at(i, j) }
    };
    let matrix: Vec<f64> = (0..count * count).map(|cell| q(cell / count, cell % count)).collect();
    let mut p = vec![1.0 / count as f64; count];
    for _ in 0..PASSES.max(count) {
        let mut products: Vec<f64> =
            (0..count).map(|i| (0..count).map(|j| matrix[i * count + j] * p[j]).sum()).collect();
        let mut total: f64 = products.iter().zip(&p).map(|(product, p)| product * p).sum();
        if products.iter().all(|product| (product - total).abs() < 0.005 / count as f64) {
            break;
        }
        for i in 0..count {
            let own = matrix[i * count + i];
            let step = (total - products[i]) / own;
            p[i] += step;
            total = (total + step * (step * own + 2.0 * products[i])) / (1.0 + step).powi(2);
            for j in 0..count {
                products[j] = (products[j] + step * matrix[i * count + j]) / (1.0 + step);
                p[j] /= 1.0 + step;
            }
        }
    }
    p
}
