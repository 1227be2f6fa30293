//! `sweep` on AWS Lambda.

use lambda_runtime::{LambdaEvent, service_fn};
use skydash_fn_sweep::{Round, go_round, retention};
use skydash_runtime::lambda;

fn main() -> std::process::ExitCode {
    lambda::run(async {
        let aws = lambda::aws().await?;
        let scope = aws.scope();
        let retention = retention(|name| std::env::var(name).ok())?;
        let sweep = async |event: LambdaEvent<Round>| {
            go_round(&scope, event.payload, retention).await?;
            if event.payload == Round::Collect {
                aws.collect_all_bodies(skydash_jobs::GRACE).await?;
            }
            Ok::<_, lambda_runtime::Error>(())
        };
        lambda_runtime::run(service_fn(sweep)).await
    })
}
