//! numpy's legacy random generator, so that a seed draws the same numbers as everywhere else.
//!
//! Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", 1998; `numpy.random.RandomState`
//! for how numbers, shuffles and permutations are drawn from it.

const WORDS: usize = 624;
const SHIFT: usize = 397;

/// A Mersenne Twister seeded like `RandomState(seed)`.
pub struct RandomState {
    words: [u32; WORDS],
    next: usize,
    /// Normal numbers are drawn in pairs: the other one of the last pair.
    spare: Option<f64>,
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
        Self { words, next: WORDS, spare: None }
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

    /// A number from 0 to 1, 1 excluded, of 53 random bits.
    pub fn unit(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// A number of the standard normal distribution (Marsaglia's polar method).
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(factor * x);
                return factor * y;
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

    #[test]
    fn numbers_are_numpys() {
        // numpy 2.4: RandomState(42).normal(size=3), .uniform(0, 2, size=2), .randint(0, 1000, size=5), .normal()
        let mut random = RandomState::new(42);
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
        [0.496_714_15, -0.138_264_3, 0.647_688_54].into_iter().for_each(|expected| near(random.normal(), expected));
        [0.312_037_28, 0.311_989_04].into_iter().for_each(|expected| near(2.0 * random.unit(), expected));
        assert_eq!([330, 458, 87, 372, 99].map(|_| random.up_to(999)), [330, 458, 87, 372, 99]);
        near(random.unit(), 0.142_866_82);
        near(random.normal(), 1.523_029_856_408_025_4);
    }
}
