//! Running on AWS Lambda: a function's routers behind API Gateway, or a consumer of events.

mod caller;
mod limits;

use crate::logs;
use axum::Router;
use axum::middleware::from_fn_with_state;
use caller::Callers;
use lambda_http::Error;
use skydash_aws::Aws;
use skydash_http::{App, Config, Function, middleware, openapi};
use skydash_ports::Scope;
use std::process::ExitCode;

/// Serves a function's routers, called through API Gateway, over the ports that the environment names.
#[must_use]
pub fn serve(function: Function) -> ExitCode {
    run(async {
        let app = App::new(scope().await?, config());
        let (router, _) = openapi::assemble(function.resources).with_state(app.clone()).split_for_parts();
        answer(router, &app).await
    })
}

/// Serves routes that touch no data.
#[must_use]
pub fn serve_pages(router: Router) -> ExitCode {
    run(async {
        let app = App::new(scope().await?, config());
        answer(router, &app).await
    })
}

async fn answer(router: Router, app: &App) -> Result<(), Error> {
    // Who calls is settled first: what is too large is stored as theirs.
    let admit = from_fn_with_state(Callers::from_env(), caller::admit);
    let bound = from_fn_with_state(app.clone(), limits::bound);
    lambda_http::run(middleware::wrap(router.layer((admit, bound)), app)).await
}

/// The services that the environment names. Clients are made here once; no call is made yet.
///
/// # Errors
/// A sentence for whoever deploys, when something is not named.
pub async fn aws() -> Result<Aws, Error> {
    Ok(Aws::connect(&skydash_aws::Config::from_env()?).await)
}

/// Everything outside, over [`aws`].
///
/// # Errors
/// As [`aws`].
pub async fn scope() -> Result<Scope, Error> {
    Ok(aws().await?.scope())
}

/// Runs until Lambda has no more events, on one thread: an instance gets one event at a time.
pub fn run(work: impl Future<Output = Result<(), Error>>) -> ExitCode {
    logs::init();
    let outcome = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::from)
        .and_then(|runtime| runtime.block_on(work));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the function cannot run");
            ExitCode::FAILURE
        }
    }
}

/// API Gateway has checked the host; other origins than its own are named in the environment, separated by commas.
fn config() -> Config {
    let origins = std::env::var("SKYDASH_ALLOW_ORIGINS").unwrap_or_default();
    let allowed_origins = origins.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
    Config { allowed_origins, ..Config::default() }
}
