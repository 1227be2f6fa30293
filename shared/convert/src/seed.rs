//! Where random draws of converters start.

use skydash_numeric::random::RandomState;

/// numpy's generator for a seed as clients give it: numbers that differ by 2^32 are the same seed.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seeds are 32 bits wide")]
pub(crate) fn generator(seed: i64) -> RandomState {
    RandomState::new(seed as u32)
}
