//! Logs: one JSON object a line on standard error.

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;

/// What is logged unless said otherwise.
const USUAL: &str = "warn,skydash_executor=info,skydash_jobs=info";

/// Starts logging. `SKYDASH_LOG` takes levels for everything and for single targets, separated by commas; the default
/// leaves out the line per request, which `SKYDASH_LOG=info` adds.
pub fn init() {
    let wanted = std::env::var("SKYDASH_LOG").ok().and_then(|text| text.parse().ok());
    let targets: Targets = wanted.or_else(|| USUAL.parse().ok()).unwrap_or_default();
    let lines = tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr);
    if tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines).with(targets)).is_err() {
        tracing::debug!("logging was started before");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn what_is_usually_logged_can_be_read() {
        let usual: Targets = USUAL.parse().unwrap();
        assert!(usual.would_enable("skydash_jobs::sweep", &Level::INFO));
        assert!(usual.would_enable("hyper", &Level::WARN) && !usual.would_enable("hyper", &Level::INFO));
    }
}
