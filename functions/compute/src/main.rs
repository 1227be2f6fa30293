//! `compute` on AWS Lambda.

use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{LambdaEvent, service_fn};
use skydash_runtime::lambda;

fn main() -> std::process::ExitCode {
    lambda::run(async {
        let scope = lambda::scope().await?;
        let carry = async |event: LambdaEvent<SqsEvent>| {
            Ok::<_, lambda_runtime::Error>(skydash_fn_compute::handle(&scope, event.payload).await)
        };
        lambda_runtime::run(service_fn(carry)).await
    })
}
