//! Rounds of the sweeper, over all tenants.

use serde::Deserialize;
use skydash_domain::Result;
use skydash_ports::Scope;

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Round {
    /// Messages that got lost, jobs without a worker, dead letters.
    Sweep,
    /// Objects that nothing refers to.
    Collect,
}

/// Goes round.
///
/// # Errors
/// The first failure. What fails for one tenant is done for the others all the same.
pub async fn go_round(scope: &Scope, round: Round) -> Result<()> {
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

    #[tokio::test]
    async fn an_empty_store_needs_nothing() {
        let scope = Memory::scope();
        for round in [Round::Sweep, Round::Collect] {
            assert_eq!(go_round(&scope, round).await, Ok(()));
        }
    }
}
