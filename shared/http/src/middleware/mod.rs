//! What happens to every request before and after its handler.

mod fallback;
mod log;
mod origin;
mod slash;
mod stall;

use crate::app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::Layer;

pub use slash::Slashless;
pub(crate) use stall::Stalled;

/// Wraps a complete router, innermost first: bodies for bare 404 and 405, body limits, bodies that
/// stop coming, origin and host checks, request ids and logs; then, before routing, trailing slashes.
pub fn wrap(router: Router, app: &App) -> Slashless<Router> {
    let router = router
        .layer(from_fn(fallback::explain))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(stall::limit))
        .layer(from_fn_with_state(app.clone(), origin::guard))
        .layer(from_fn(log::record));
    slash::Trim.layer(router)
}
