//! What happens to every request before and after its handler.

mod fallback;
mod linger;
mod log;
mod origin;
mod slash;
mod stall;
mod unread;

use crate::app::App;
use crate::list::Address;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower::Layer;

pub use slash::Slashless;
pub(crate) use stall::Stalled;

/// Wraps a complete router, innermost first: bodies for bare 404 and 405, body limits, bodies that
/// stop coming, origin and host checks, request ids and logs, bodies that nobody wants, answers that wait for their readers, headers for
/// browsers; then, before routing, trailing slashes.
pub fn wrap(router: Router, app: &App) -> Slashless<Router> {
    slash::Trim.layer(router.layer((from_fn_with_state(app.clone(), around), DefaultBodyLimit::disable())))
}

/// All of them in one layer: a layer copies everything below it for every request.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let address = Address(request.uri().clone());
    request.extensions_mut().insert(address);
    let inner = |request: Request| async move { fallback::explain(next.run(stall::limit(request)).await) };
    let guarded = |request: Request| origin::guard(&app, request, inner);
    let (request, rest) = linger::lend(request);
    let response = unread::hold(&app, log::record(request, guarded).await).await;
    rest.read_on();
    secured(response)
}

/// Tells browsers to take the answer for what it says it is, and to show it in frames of its own origin only.
fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(CONTENT_SECURITY_POLICY, HeaderValue::from_static("frame-ancestors 'self'"));
    response
}
