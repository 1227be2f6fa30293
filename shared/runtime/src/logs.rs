//! Logs: one JSON object a line on standard error.

use tracing_subscriber::EnvFilter;

/// Starts logging. `SKYDASH_LOG` takes tracing's filter syntax; the default leaves out the line per
/// request, which `SKYDASH_LOG=info` adds.
pub fn init() {
    let filter = EnvFilter::try_from_env("SKYDASH_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,skydash_executor=info,skydash_jobs=info"));
    let subscriber = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).finish();
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        tracing::debug!("logging was started before");
    }
}
