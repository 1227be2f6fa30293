//! A transaction and how it ends.

use super::failed;
use crate::backoff::Backoff;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::TransactWriteItem;
use skydash_domain::{Error, Result};
use skydash_ports::Commit;
use uuid::Uuid;

/// The actions of a transaction, each with the position of its write.
#[derive(Default)]
pub struct Transaction {
    positions: Vec<usize>,
    actions: Vec<TransactWriteItem>,
}

/// What an attempt that failed means.
#[derive(Debug, PartialEq)]
enum Verdict {
    /// A condition did not hold.
    Refused(usize),
    /// Somebody was in the way.
    Again(String),
    /// It will not get better.
    Failed(Error),
}

impl Transaction {
    /// Adds an action.
    pub fn push(&mut self, position: usize, action: TransactWriteItem) {
        self.positions.push(position);
        self.actions.push(action);
    }

    /// Does all or nothing. All attempts carry the same token, by which DynamoDB knows one that it
    /// has done before, when the answer was lost.
    pub async fn commit(self, client: &Client) -> Result<Commit> {
        if self.actions.is_empty() {
            return Ok(Commit::Done);
        }
        let token = Uuid::new_v4().to_string();
        let mut backoff = Backoff::default();
        loop {
            let attempt = client
                .transact_write_items()
                .set_transact_items(Some(self.actions.clone()))
                .client_request_token(&token)
                .send()
                .await;
            let Err(error) = attempt else { return Ok(Commit::Done) };
            match self.judge(&error) {
                Verdict::Refused(position) => return Ok(Commit::Refused(position)),
                Verdict::Failed(error) => return Err(error),
                Verdict::Again(why) => {
                    if !backoff.wait().await {
                        return Err(Error::unavailable(why));
                    }
                }
            }
        }
    }

    fn judge(&self, error: &SdkError<TransactWriteItemsError>) -> Verdict {
        let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error() else {
            return Verdict::Failed(failed(error));
        };
        let codes: Vec<&str> =
            cancelled.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or("None")).collect();
        verdict(&self.positions, &codes)
    }
}

/// Makes one verdict of the reasons for all actions. A condition that does not hold decides, even if
/// another action was also in somebody's way.
fn verdict(positions: &[usize], codes: &[&str]) -> Verdict {
    if let Some((position, _)) = positions.iter().zip(codes).find(|(_, code)| **code == "ConditionalCheckFailed") {
        return Verdict::Refused(*position);
    }
    let reason = codes.iter().find(|code| **code != "None").copied().unwrap_or("no reason given");
    let text = format!("DynamoDB: transaction cancelled: {reason}");
    match reason {
        "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded" => Verdict::Again(text),
        "ItemCollectionSizeLimitExceeded" => Verdict::Failed(Error::too_large(
            "There are too many records of this kind. Delete some that are not needed.",
        )),
        _ => Verdict::Failed(Error::internal(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_condition_that_failed_decides() {
        let codes = ["None", "TransactionConflict", "ConditionalCheckFailed", "ConditionalCheckFailed"];
        assert_eq!(verdict(&[0, 2, 3, 4], &codes), Verdict::Refused(3));
    }

    #[test]
    fn what_passes_is_tried_again_and_the_rest_is_not() {
        for code in ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"] {
            assert!(matches!(verdict(&[0, 1], &["None", code]), Verdict::Again(text) if text.contains(code)));
        }
        let full = verdict(&[0], &["ItemCollectionSizeLimitExceeded"]);
        assert!(matches!(full, Verdict::Failed(Error::TooLarge(_))));
        assert!(matches!(verdict(&[0], &["ValidationError"]), Verdict::Failed(Error::Internal(_))));
        assert!(matches!(verdict(&[0], &[]), Verdict::Failed(Error::Internal(_))));
    }
}
