//! `sweep` on AWS Lambda.

use lambda_runtime::{LambdaEvent, service_fn};
use skydash_fn_sweep::{Round, go_round, tenants};
use skydash_runtime::lambda;

/// How old the body of a record is before it can be garbage, and how many are removed in a round.
const BODIES: (std::time::Duration, usize) = (skydash_jobs::GRACE, 10_000);

fn main() -> std::process::ExitCode {
    lambda::run(async {
        let aws = lambda::aws().await?;
        let scope = aws.scope();
        let sweep = async |event: LambdaEvent<Round>| {
            go_round(&scope, event.payload).await?;
            if event.payload == Round::Collect {
                for tenant in tenants(&scope).await? {
                    aws.collect_bodies(&tenant, BODIES.0, BODIES.1).await?;
                }
            }
            Ok::<_, lambda_runtime::Error>(())
        };
        lambda_runtime::run(service_fn(sweep)).await
    })
}
