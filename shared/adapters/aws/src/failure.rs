//! What a failed call means.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use skydash_domain::Error;

/// Codes with which the services ask to slow down or to come again, whatever their status is.
const TRANSIENT: [&str; 8] = [
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "TransactionConflictException",
    "TransactionInProgressException",
    "OverLimit",
    "ExpiredTokenException",
];

/// Translates a failure that the client has tried to get over already: no answer, a fault of the
/// service and throttling are [`Error::Unavailable`]; a request that it would not have is a defect,
/// of ours or of the configuration.
pub fn translate<E>(service: &str, error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => Error::internal(format!("{service}: {}", DisplayErrorContext(error))),
        SdkError::ServiceError(answer) => {
            let code = answer.err().code().unwrap_or("unknown");
            let text = format!("{service}: {code}: {}", answer.err().message().unwrap_or("no message"));
            if answer.raw().status().as_u16() >= 500 || TRANSIENT.contains(&code) {
                Error::unavailable(text)
            } else {
                Error::internal(text)
            }
        }
        _ => Error::unavailable(format!("{service}: {}", DisplayErrorContext(error))),
    }
}
