//! Rounds of the sweeper, over all tenants.

use serde::Deserialize;
use skydash_domain::{Error, Result};
use skydash_jobs::Retention;
use skydash_ports::Scope;

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Round {
    /// Messages that got lost, jobs without a worker, dead letters.
    Sweep,
    /// Objects that nothing refers to, and jobs that ended long ago.
    Collect,
}

/// Which ended jobs are kept, as the environment says: `SKYDASH_KEEP_JOBS_DAYS`, 30 unless set, and `SKYDASH_KEEP_JOBS`,
/// 10,000 unless set.
///
/// # Errors
/// A sentence for whoever deploys, when one of them is not a number.
pub fn retention(variable: impl Fn(&str) -> Option<String>) -> Result<Retention> {
    let number = |name: &str, default: u32| match variable(name) {
        Some(text) => text.parse().map_err(|_| Error::precondition(format!("{name} must be a number, not {text:?}."))),
        None => Ok(default),
    };
    Ok(Retention::days(number("SKYDASH_KEEP_JOBS_DAYS", 30)?, number("SKYDASH_KEEP_JOBS", 10_000)? as usize))
}

/// Goes round.
///
/// # Errors
/// The first failure. What fails for one tenant is done for the others all the same.
pub async fn go_round(scope: &Scope, round: Round, retention: Retention) -> Result<()> {
    match round {
        Round::Sweep => {
            let swept = skydash_jobs::sweep(scope).await?;
            if swept != skydash_jobs::Swept::default() {
                tracing::info!(swept.sent, swept.ended, swept.dead_letters, "swept");
            }
        }
        Round::Collect => {
            let collected = skydash_jobs::collect_garbage(scope).await?;
            tracing::info!(collected.objects, collected.removed, collected.removed_bytes, "collected garbage");
            let forgotten = skydash_jobs::forget_ended(scope, retention).await?;
            tracing::info!(jobs = forgotten, "forgot old jobs");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use skydash_memory::Memory;

    #[test]
    fn a_schedule_says_what_a_round_is_for() {
        let round = |task: &str| serde_json::from_value::<Round>(json!({ "task": task })).ok();
        assert_eq!(round("sweep"), Some(Round::Sweep));
        assert_eq!(round("collect"), Some(Round::Collect));
        assert_eq!(round("dance"), None);
    }

    #[test]
    fn how_long_jobs_are_kept_is_said_by_the_environment() {
        let set = |days: &'static str, jobs: &'static str| {
            retention(move |name| match name {
                "SKYDASH_KEEP_JOBS_DAYS" => Some(days.to_owned()),
                _ => Some(jobs.to_owned()),
            })
        };
        assert_eq!(retention(|_| None), Ok(Retention::default()));
        assert_eq!(set("7", "500"), Ok(Retention::days(7, 500)));
        let sentence = "SKYDASH_KEEP_JOBS must be a number, not \"many\".";
        assert_eq!(set("7", "many"), Err(Error::precondition(sentence)));
    }

    #[tokio::test]
    async fn an_empty_store_needs_nothing() {
        let scope = Memory::scope();
        for round in [Round::Sweep, Round::Collect] {
            assert_eq!(go_round(&scope, round, Retention::default()).await, Ok(()));
        }
    }
}
