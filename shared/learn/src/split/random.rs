//! numpy's legacy random generator, so that a seed draws the same partitions as everywhere else.
//!
//! Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", 1998; `numpy.random.RandomState`
//! for how integers, shuffles and permutations are drawn from it.

const WORDS: usize = 624;
const SHIFT: usize = 397;

/// A Mersenne Twister seeded like `RandomState(seed)`.
pub struct RandomState {
    words: [u32; WORDS],
    next: usize,
}

impl RandomState {
    /// The generator of this seed.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        let mut words = [0; WORDS];
        let mut word = seed;
        for (position, slot) in (1..).zip(words.iter_mut()) {
            *slot = word;
            word = 1_812_433_253_u32.wrapping_mul(word ^ (word >> 30)).wrapping_add(position);
        }
        Self { words, next: WORDS }
    }

    fn twist(&mut self) {
        for i in 0..WORDS {
            let mixed = (self.words[i] & 0x8000_0000) | (self.words[(i + 1) % WORDS] & 0x7fff_ffff);
            let odd = if mixed & 1 == 1 { 0x9908_b0df } else { 0 };
            self.words[i] = self.words[(i + SHIFT) % WORDS] ^ (mixed >> 1) ^ odd;
        }
        self.next = 0;
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.next == WORDS {
            self.twist();
        }
        let mut word = self.words[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn next_u64(&mut self) -> u64 {
        (u64::from(self.next_u32()) << 32) | u64::from(self.next_u32())
    }

    /// A whole number from 0 to `max`, both included, by masked rejection.
    pub fn up_to(&mut self, max: usize) -> usize {
        if max == 0 {
            return 0;
        }
        let mask = usize::MAX >> max.leading_zeros();
        let wide = u32::try_from(max).is_err();
        loop {
            let bits = if wide { self.next_u64() } else { u64::from(self.next_u32()) };
            let value = usize::try_from(bits & mask as u64).unwrap_or(usize::MAX);
            if value <= max {
                return value;
            }
        }
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for i in (1..values.len()).rev() {
            values.swap(i, self.up_to(i));
        }
    }

    /// The numbers below `count` in random order.
    pub fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        self.shuffle(&mut order);
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_what_numpy_draws() {
        // numpy 2.4: RandomState(42).permutation(10), then .permutation(5)
        let mut random = RandomState::new(42);
        assert_eq!(random.permutation(10), [8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
        // the reference output of MT19937 seeded with 5489
        let mut random = RandomState::new(5489);
        assert_eq!(random.next_u32(), 3_499_211_612);
        let last = (1..10_000).fold(0, |_, _| random.next_u32());
        assert_eq!(last, 4_123_659_995);
    }
}
