//! Rounds of the sweeper over all tenants.

use serde::Deserialize;
use skydash_domain::{Error, Result, Tenant};
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

/// Goes round. What fails for one tenant is done for the others all the same.
///
/// # Errors
/// The last failure.
pub async fn go_round(scope: &Scope, round: Round) -> Result<()> {
    let mut outcome = Ok(());
    for tenant in tenants(scope).await? {
        let scope = scope.for_tenant(&tenant);
        if let Err(error) = visit(&scope, round).await {
            tracing::warn!(%tenant, %error, "a round was cut short");
            outcome = Err(error);
        }
    }
    outcome
}

async fn visit(scope: &Scope, round: Round) -> Result<()> {
    let tenant = &scope.tenant;
    match round {
        Round::Sweep => {
            let swept = skydash_jobs::sweep(scope).await?;
            if swept != skydash_jobs::Swept::default() {
                tracing::info!(%tenant, swept.sent, swept.ended, swept.dead_letters, "swept");
            }
        }
        Round::Collect => {
            let collected = skydash_jobs::collect_garbage(scope).await?;
            tracing::info!(%tenant, collected.objects, collected.removed, collected.removed_bytes, "collected garbage");
        }
    }
    Ok(())
}

/// Every tenant that has anything in the object store. A job needs a table or an upload, so that no tenant with a job
/// is missing.
pub async fn tenants(scope: &Scope) -> Result<Vec<Tenant>> {
    let listed = scope.objects.list_with_delimiter(None).await;
    let listed = listed.map_err(|error| Error::unavailable(format!("object store: {error}")))?;
    let names = listed.common_prefixes.into_iter().map(|prefix| prefix.to_string());
    Ok(names.filter_map(|name| Tenant::try_from(name).ok()).collect())
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
    async fn every_tenant_is_visited() {
        let scope = Memory::scope();
        let names = ["default", "team-7"].map(|name| Tenant::try_from(name.to_owned()).unwrap());
        for tenant in &names {
            scope.for_tenant(tenant).uploads.put("file", "rows".into()).await.unwrap();
        }
        assert_eq!(tenants(&scope).await, Ok(names.to_vec()));
        for round in [Round::Sweep, Round::Collect] {
            assert_eq!(go_round(&scope, round).await, Ok(()));
        }
    }
}
