//! A job's progress in the words and numbers of the wire.

use skydash_domain::Result;
use skydash_domain::progress::Progress;
use skydash_jobs::Claim;

/// A part of a job: from one percentage to another.
pub(crate) struct Stage<'a> {
    claim: &'a Claim,
    start: f64,
    end: f64,
}

impl<'a> Stage<'a> {
    /// Begins the part of a job from `start` to `end` percent, called `message`.
    pub(crate) fn begin(claim: &'a Claim, start: f64, end: f64, message: &str) -> Result<Self> {
        claim.report(start, Some(message))?;
        Ok(Self { claim, start, end })
    }
}

impl Progress for Stage<'_> {
    fn report(&self, fraction: f64) -> Result<()> {
        self.claim.report(self.start + (self.end - self.start) * fraction.clamp(0.0, 1.0), None)
    }
}
