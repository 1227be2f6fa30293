//! Minimal cost-complexity pruning (Breiman et al., 1984).

use super::grow::Draft;

/// Turns splits whose gain is not worth `alpha` a leaf into leaves; `weight` is the root's total weight.
///
/// The smallest subtree of least cost is found from the leaves up: a subtree stays where its gain,
/// less the price of its extra leaves, is above zero.
pub(super) fn prune(drafts: &mut [Draft], alpha: f64, weight: f64) {
    if alpha <= 0.0 {
        return;
    }
    let mut worth = vec![0.0; drafts.len()];
    for node in (0..drafts.len()).rev() {
        if let Some((split, [left, right])) = &drafts[node].split {
            let value = split.gain / weight - alpha + worth[*left] + worth[*right];
            if value > 0.0 {
                worth[node] = value;
            } else {
                drafts[node].split = None;
            }
        }
    }
}
