//! Who calls: API Gateway's authorizer has checked the token, a claim of it names the tenant.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use lambda_http::request::RequestContext;
use skydash_domain::Tenant;
use skydash_http::ApiError;
use skydash_ports::hash;

/// How callers are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Callers {
    /// Everybody who reaches the function is the default tenant: access is a matter of the network.
    Anybody,
    /// A claim of this name is the tenant. Who has none is turned away.
    ByClaim(String),
}

impl Callers {
    /// `SKYDASH_TENANT_CLAIM` names the claim.
    pub(super) fn from_env() -> Self {
        match std::env::var("SKYDASH_TENANT_CLAIM") {
            Ok(claim) if !claim.is_empty() => Self::ByClaim(claim),
            _ => Self::Anybody,
        }
    }

    /// The tenant of a request, none when it is to be turned away.
    fn tenant(&self, request: &Request) -> Option<Tenant> {
        let Self::ByClaim(claim) = self else { return Some(Tenant::default()) };
        let context = request.extensions().get::<RequestContext>()?;
        let token = context.authorizer()?.jwt.as_ref()?;
        tenant_of(token.claims.get(claim)?)
    }
}

/// The tenant that a claim's text names. A text that is no tenant's name stands for the one of its digest, so that
/// whatever an issuer writes (`auth0|5f7c`, an address) leads to a tenant of its own.
fn tenant_of(claim: &str) -> Option<Tenant> {
    if claim.is_empty() {
        return None;
    }
    let plain = Tenant::try_from(claim.to_owned()).ok().filter(|tenant| !tenant.as_str().starts_with(DIGEST));
    plain.or_else(|| Tenant::try_from(format!("{DIGEST}{}", &hash::of_few(claim.as_bytes())[..DIGITS])).ok())
}

/// How names made of digests start. No claim that is itself a name may start so.
const DIGEST: &str = "x-";

/// How many digits of the digest such a name has.
const DIGITS: usize = 40;

/// Marks a request with its tenant, or answers that there is none.
pub(super) async fn admit(State(callers): State<Callers>, mut request: Request, next: Next) -> Response {
    match callers.tenant(&request) {
        Some(tenant) => {
            request.extensions_mut().insert(tenant);
            next.run(request).await
        }
        None => ApiError::exact(StatusCode::UNAUTHORIZED, "Sign in first.").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_leads_to_a_tenant_of_its_own() {
        let name = |claim| tenant_of(claim).map(String::from);
        assert_eq!(name("team-7").as_deref(), Some("team-7"));
        assert_eq!(name(""), None);
        let odd = name("auth0|5F7C").unwrap_or_default();
        assert_eq!(odd.len(), 42);
        assert_ne!(name("auth0|5f7c"), name("auth0|5F7C"));
        assert_ne!(name(&odd), Some(odd.clone()), "nobody gets at another's data by naming its digest");
    }

    #[test]
    fn without_a_token_there_is_no_tenant() {
        let request = Request::new(axum::body::Body::empty());
        assert_eq!(Callers::ByClaim("sub".into()).tenant(&request), None);
        assert_eq!(Callers::Anybody.tenant(&request), Some(Tenant::default()));
    }
}
