//! `sweep` on AWS Lambda.

use lambda_runtime::{LambdaEvent, service_fn};
use skydash_fn_sweep::{Round, go_round};
use skydash_runtime::lambda;

/// How many bodies of records that are garbage are removed for a tenant in a round.
const MOST_BODIES: usize = 10_000;

fn main() -> std::process::ExitCode {
    lambda::run(async {
        let aws = lambda::aws().await?;
        let scope = aws.scope();
        let sweep = async |event: LambdaEvent<Round>| {
            go_round(&scope, event.payload).await?;
            if event.payload == Round::Collect {
                for of in scope.of_all_tenants().await? {
                    aws.collect_bodies(&of.tenant, skydash_jobs::GRACE, MOST_BODIES).await?;
                }
            }
            Ok::<_, lambda_runtime::Error>(())
        };
        lambda_runtime::run(service_fn(sweep)).await
    })
}
