//! Which columns are kept, by their scores.

use super::scores::Score;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Rule {
    /// Every column.
    All,
    /// So many of the highest scores; of equal ones, the later.
    Best(usize),
    /// The highest scores, this share of all in percent; of equal ones, the earlier.
    Percentile(f64),
    /// The likely relations: a false one with this probability.
    FalsePositives(f64),
    /// The likely relations, this share of them falsely.
    FalseDiscoveries(f64),
    /// The likely relations, any of them falsely with this probability.
    FamilyError(f64),
}

impl Rule {
    /// Which of the columns with these scores are kept.
    pub fn kept(self, scores: &[Score]) -> Vec<bool> {
        let below = |bound: f64| scores.iter().map(|score| score.p < bound).collect();
        match self {
            Self::All => vec![true; scores.len()],
            Self::Best(count) => {
                let values = numbers(scores);
                let mut order: Vec<usize> = (0..values.len()).collect();
                order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(b.cmp(&a)));
                let mut kept = vec![false; values.len()];
                order.into_iter().take(count).for_each(|place| kept[place] = true);
                kept
            }
            Self::Percentile(share) => best_share(&numbers(scores), share),
            Self::FalsePositives(rate) => below(rate),
            Self::FamilyError(rate) => below(rate / scores.len() as f64),
            Self::FalseDiscoveries(rate) => {
                let mut sorted: Vec<f64> = scores.iter().map(|score| score.p).filter(|p| !p.is_nan()).collect();
                sorted.sort_by(f64::total_cmp);
                let count = scores.len() as f64;
                let passing = sorted.iter().zip(1..).filter(|&(&p, place)| p <= rate / count * f64::from(place));
                let largest = passing.map(|(p, _)| *p).last();
                scores.iter().map(|score| largest.is_some_and(|largest| score.p <= largest)).collect()
            }
        }
    }

    /// What to do when no column is kept.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::All | Self::Best(_) | Self::Percentile(_) => "Keep at least one.",
            _ => "None is related clearly enough to the target: raise the error rate, or choose other columns.",
        }
    }
}

/// The values of F; columns of which nothing can be said are the lowest.
fn numbers(scores: &[Score]) -> Vec<f64> {
    scores.iter().map(|score| if score.f.is_nan() { f64::MIN } else { score.f }).collect()
}

/// Which values are among the highest `share` percent.
fn best_share(values: &[f64], share: f64) -> Vec<bool> {
    if share >= 100.0 {
        return vec![true; values.len()];
    }
    let bound = percentile(values, 100.0 - share);
    let mut kept: Vec<bool> = values.iter().map(|value| *value > bound).collect();
    let above = kept.iter().filter(|kept| **kept).count();
    let mut left = ((values.len() as f64 * share / 100.0) as usize).saturating_sub(above);
    for (kept, value) in kept.iter_mut().zip(values) {
        if *value == bound && left > 0 {
            *kept = true;
            left -= 1;
        }
    }
    kept
}

/// numpy's percentile, which lies on the line between two values.
fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() - 1) as f64 * percent / 100.0;
    let low = sorted[place as usize];
    let high = sorted[(place as usize + 1).min(sorted.len() - 1)];
    let part = place.fract();
    if low == high {
        return low;
    }
    if part >= 0.5 { high - (high - low) * (1.0 - part) } else { low + (high - low) * part }
}
