//! CPU jobs: messages of the compute queue, carried out on AWS Lambda.

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use skydash_domain::job::Message;
use skydash_executor::{Handled, Worker, carry_out};
use skydash_ports::{Delivery, Scope};

/// Carries out the messages of an event, one after the other. Names those that are to come back.
pub async fn handle(scope: &Scope, worker: &Worker, event: SqsEvent) -> SqsBatchResponse {
    let mut response = SqsBatchResponse::default();
    for record in event.records {
        if let Some(again) = handle_one(scope, worker, &record).await {
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = again;
            response.batch_item_failures.push(failure);
        }
    }
    response
}

/// Carries out a message; gives its id when it is to come back.
async fn handle_one(scope: &Scope, worker: &Worker, record: &SqsMessage) -> Option<String> {
    let id = record.message_id.clone().unwrap_or_default();
    let Some(delivery) = delivery(record) else {
        // Nobody can read it: after a few more receives it is a dead letter.
        tracing::error!(message.id = %id, "a message is none of ours");
        return Some(id);
    };
    match carry_out(scope, worker, &delivery).await {
        Handled::Done => None,
        Handled::Again => Some(id),
    }
}

fn delivery(record: &SqsMessage) -> Option<Delivery> {
    let message: Message = serde_json::from_str(record.body.as_deref()?).ok()?;
    let receives = record.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok());
    Some(Delivery { message, receipt: record.receipt_handle.clone()?, receives: receives.unwrap_or(1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use skydash_memory::Memory;
    use skydash_ports::Lane;

    fn event(bodies: &[String]) -> SqsEvent {
        let record = |(number, body): (usize, &String)| json!({"messageId": format!("m{number}"), "receiptHandle": "r", "body": body});
        let records: Vec<_> = bodies.iter().enumerate().map(record).collect();
        serde_json::from_value(json!({ "Records": records })).unwrap()
    }

    #[tokio::test]
    async fn a_message_whose_job_is_gone_is_done_and_a_foreign_one_comes_back() {
        let scope = Memory::scope();
        let id = scope.entropy.uuid();
        let known = json!({"version": 1, "tenant": "default", "job_id": id}).to_string();
        let answer = handle(&scope, &Worker::endless(Lane::Compute), event(&[known, "poison".into()])).await;
        let again: Vec<&str> = answer.batch_item_failures.iter().map(|it| it.item_identifier.as_str()).collect();
        assert_eq!(again, ["m1"]);
    }
}
