//! Guessing the kinds of columns from the first rows.

use crate::csv::{Block, Plan, Problem, parse};
use crate::kind::Kind;
use crate::limits::{FLIGHT_CELLS, rows_of};

/// Bytes of text that are looked at, where they are not more cells than [`FLIGHT_CELLS`].
const SAMPLE_BYTES: usize = 256 << 10;

/// The narrowest kinds that hold the values at the start of this block; a strict column keeps its kind.
pub(crate) fn kinds(block: &Block, plan: &Plan) -> Result<Vec<Kind>, Problem> {
    let mut room = rows_of(FLIGHT_CELLS, plan.kinds.len());
    let mut end = 0;
    for cut in &block.cuts {
        if end >= SAMPLE_BYTES || (end > 0 && cut.rows > room) {
            break;
        }
        room = room.saturating_sub(cut.rows);
        end = cut.end;
    }
    let mut guess = Plan { kinds: plan.kinds.clone(), ..plan.clone() };
    for (kind, strict) in guess.kinds.iter_mut().zip(&plan.strict) {
        if !strict {
            *kind = Kind::Unknown;
        }
    }
    Ok(parse(&block.text[..end], &guess)?.kinds)
}
