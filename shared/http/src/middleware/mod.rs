//! What happens to every request before and after its handler.

mod fallback;
mod log;
mod origin;
mod slash;
mod stall;

use crate::app::App;
use crate::list::Address;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower::Layer;

pub use slash::Slashless;
pub(crate) use stall::Stalled;

/// Wraps a complete router, innermost first: bodies for bare 404 and 405, body limits, bodies that
/// stop coming, origin and host checks, request ids and logs; then, before routing, trailing slashes.
pub fn wrap(router: Router, app: &App) -> Slashless<Router> {
    slash::Trim.layer(router.layer((from_fn_with_state(app.clone(), around), DefaultBodyLimit::disable())))
}

/// All of them in one layer: a layer copies everything below it for every request.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let address = Address(request.uri().clone());
    request.extensions_mut().insert(address);
    let inner = |request: Request| async move { fallback::explain(next.run(stall::limit(request)).await) };
    let guarded = |request: Request| origin::guard(&app, request, inner);
    log::record(request, guarded).await
}
