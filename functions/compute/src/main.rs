//! `compute` on AWS Lambda.

use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{LambdaEvent, service_fn};
use skydash_domain::Timestamp;
use skydash_executor::Worker;
use skydash_ports::Lane;
use skydash_runtime::lambda;

fn main() -> std::process::ExitCode {
    lambda::run(async {
        let scope = lambda::scope().await?;
        let has_batch = std::env::var("SKYDASH_HAS_BATCH").is_ok_and(|value| value == "true");
        let carry = async |event: LambdaEvent<SqsEvent>| {
            // Lambda says in milliseconds when it stops this.
            let until = i64::try_from(event.context.deadline).ok().and_then(|deadline| deadline.checked_mul(1000));
            let worker = Worker { lane: Lane::Compute, until: until.map(Timestamp), has_batch, stop: None };
            Ok::<_, lambda_runtime::Error>(skydash_fn_compute::handle(&scope, &worker, event.payload).await)
        };
        lambda_runtime::run(service_fn(carry)).await
    })
}
