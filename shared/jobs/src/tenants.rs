//! Going round: the same for every tenant.

use skydash_domain::{Error, Result};
use skydash_ports::Scope;

/// A round over all tenants.
pub(crate) struct Round {
    left: std::vec::IntoIter<Scope>,
    trouble: Option<Error>,
}

impl Round {
    /// Starts a round over the tenants there are now.
    pub(crate) async fn start(scope: &Scope) -> Result<Self> {
        Ok(Self { left: scope.of_all_tenants().await?.into_iter(), trouble: None })
    }

    /// The next tenant.
    pub(crate) fn next(&mut self) -> Option<Scope> {
        self.left.next()
    }

    /// What was done for a tenant. A record that cannot be read keeps nobody else's from being looked at; a store that
    /// does not answer ends the round.
    pub(crate) fn note(&mut self, outcome: Result<()>) -> Result<()> {
        match outcome {
            Err(error) if error.is_transient() => return Err(error),
            Err(error) => self.trouble = self.trouble.take().or(Some(error)),
            Ok(()) => {}
        }
        Ok(())
    }

    /// The first trouble of the round, if there was any.
    pub(crate) fn end(self) -> Result<()> {
        self.trouble.map_or(Ok(()), Err)
    }
}
