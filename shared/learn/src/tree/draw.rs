//! Random draws, and the weights of classes.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The random numbers of one tree.
pub(super) fn stream(seed: u64, tree: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(tree as u64);
    rng
}

/// How often each row is drawn: `share` of the rows, with replacement.
pub(super) fn bootstrap(rows: usize, share: Option<f64>, rng: &mut ChaCha8Rng) -> Vec<u16> {
    let draws = share.map_or(rows, |share| ((rows as f64 * share).round() as usize).clamp(1, rows));
    let mut times = vec![0_u16; rows];
    let end = rows as u32;
    for _ in 0..draws {
        let slot = &mut times[rng.random_range(0..end) as usize];
        *slot = slot.saturating_add(1);
    }
    times
}

/// Moves a random choice of `count` of the items to the front.
pub(super) fn shuffle_front(items: &mut [usize], count: usize, rng: &mut ChaCha8Rng) {
    let end = items.len() as u32;
    for at in 0..count.min(items.len()) {
        items.swap(at, rng.random_range(at as u32..end) as usize);
    }
}

/// Weights that make all classes present count the same; `counts` are rows a class.
pub(super) fn balanced(counts: &[f64]) -> Vec<f64> {
    let rows: f64 = counts.iter().sum();
    let present = counts.iter().filter(|&&count| count > 0.0).count() as f64;
    counts.iter().map(|&count| if count > 0.0 { rows / (present * count) } else { 1.0 }).collect()
}
