//! How long-running work says where it is, and learns that it should stop.

use crate::error::Result;

/// Receives progress of one piece of work.
///
/// Every engine loop calls [`Progress::report`] a few times a second at most and returns the
/// error it gets, [`crate::Error::Cancelled`], at once.
pub trait Progress: Send + Sync {
    /// Reports that `fraction` (0 to 1) of this piece of work is done.
    fn report(&self, fraction: f64) -> Result<()>;
}

/// Progress that nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn report(&self, _fraction: f64) -> Result<()> {
        Ok(())
    }
}

/// The part of `outer` from `start` to `end`, seen as a whole by the work inside it.
pub struct Span<'a> {
    outer: &'a dyn Progress,
    start: f64,
    end: f64,
}

impl<'a> Span<'a> {
    /// The part of `outer` between two fractions.
    pub fn new(outer: &'a dyn Progress, start: f64, end: f64) -> Self {
        Self { outer, start, end }
    }
}

impl Progress for Span<'_> {
    fn report(&self, fraction: f64) -> Result<()> {
        self.outer.report(self.start + (self.end - self.start) * fraction.clamp(0.0, 1.0))
    }
}
