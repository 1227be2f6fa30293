//! What every explorer does, and what happens before it.

use crate::Request;
use crate::scope::Scope;
use skydash_catalog::Checked;
use skydash_catalog::explorers::Explorer;
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;

/// An explorer of the catalog that can look at tables.
pub(crate) trait Engine: Explorer {
    /// Looks at the columns of a scope, which are as many and of such types as the explorer's card says.
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>>;
}

/// Looks at a table with an explorer that is chosen by name.
pub(crate) type Run = fn(Request<'_>, &dyn Columns, &dyn Progress) -> Result<Vec<Artifact>>;

/// Checks a request and carries it out.
pub(crate) fn run<E: Engine>(
    request: Request<'_>,
    table: &dyn Columns,
    progress: &dyn Progress,
) -> Result<Vec<Artifact>> {
    progress.report(0.0)?;
    let parameters = E::check(request.parameters)?;
    let scope = Scope::new(E::NAME, &E::CARD, request, table, progress)?;
    E::explore(&parameters, &scope)
}
