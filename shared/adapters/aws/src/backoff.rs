//! Trying again, a little later each time.

use std::time::Duration;

/// How often something is tried before it is given up.
const ATTEMPTS: u32 = 10;

/// Longest wait before the second attempt; it doubles with each.
const FIRST: Duration = Duration::from_millis(20);

/// Longest wait of all.
const LONGEST: Duration = Duration::from_secs(1);

/// Counts attempts and spaces them out. Each wait is a random part of its length, so that those who
/// got in each other's way do not meet again.
#[derive(Debug, Default)]
pub struct Backoff {
    attempt: u32,
}

impl Backoff {
    /// Waits for the next attempt. False, at once, when there have been enough.
    pub async fn wait(&mut self) -> bool {
        self.attempt += 1;
        if self.attempt >= ATTEMPTS {
            return false;
        }
        tokio::time::sleep(longest(self.attempt).mul_f64(fastrand::f64())).await;
        true
    }
}

fn longest(attempt: u32) -> Duration {
    FIRST.saturating_mul(1 << (attempt - 1)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_grow_and_come_to_an_end() {
        assert_eq!([1, 2, 3, 9].map(longest), [FIRST, FIRST * 2, FIRST * 4, LONGEST]);
        assert!((1..ATTEMPTS).map(longest).sum::<Duration>() < Duration::from_secs(5));
        assert!(Backoff::default().wait().await);
        assert!(!Backoff { attempt: ATTEMPTS - 1 }.wait().await);
    }
}
