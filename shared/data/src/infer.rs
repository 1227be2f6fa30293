//! Guessing the kinds of columns from the first rows.

use crate::csv::{Block, Plan, Problem, parse};
use crate::kind::Kind;

/// Bytes of text that are looked at.
const SAMPLE_BYTES: usize = 256 << 10;

/// The narrowest kinds that hold the values at the start of this block; a strict column keeps its kind.
pub(crate) fn kinds(block: &Block, plan: &Plan) -> Result<Vec<Kind>, Problem> {
    let end = block.cuts.iter().copied().find(|cut| *cut >= SAMPLE_BYTES).unwrap_or(block.text.len());
    let mut guess = Plan { kinds: plan.kinds.clone(), ..plan.clone() };
    for (kind, strict) in guess.kinds.iter_mut().zip(&plan.strict) {
        if !strict {
            *kind = Kind::Unknown;
        }
    }
    Ok(parse(&block.text[..end], &guess)?.kinds)
}
