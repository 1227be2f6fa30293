//! What the adapter has to be told, read from the environment once.

use skydash_domain::{Error, Result};
use std::time::Duration;

/// The names of what was set up for this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The DynamoDB table (`SKYDASH_TABLE`).
    pub table: String,
    /// The S3 bucket (`SKYDASH_BUCKET`).
    pub bucket: String,
    /// The queues for CPU work (`SKYDASH_COMPUTE_QUEUE_URL`, `SKYDASH_COMPUTE_DEAD_LETTER_URL`).
    pub compute: LaneUrls,
    /// The queues for GPU and long work (`SKYDASH_BATCH_QUEUE_URL`, `SKYDASH_BATCH_DEAD_LETTER_URL`).
    pub batch: LaneUrls,
    /// How long a received message stays hidden (`SKYDASH_VISIBILITY_SECONDS`; 60 unless said).
    pub visibility_timeout: Duration,
    /// After how many receives the queues give a message up (`SKYDASH_MAX_RECEIVES`; 5 unless
    /// said). Has to be what their redrive policies say.
    pub max_receives: u32,
    /// Where the services are, if not at AWS.
    pub endpoints: Endpoints,
}

/// The queues of a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneUrls {
    /// The address of the queue.
    pub queue: String,
    /// The address of its dead letters.
    pub dead_letters: String,
}

/// Other addresses for the services, of an emulator (`AWS_ENDPOINT_URL`, or one for each:
/// `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL_SQS`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endpoints {
    /// Where DynamoDB is.
    pub dynamodb: Option<String>,
    /// Where S3 is. Buckets are then named in the path, not in the host.
    pub s3: Option<String>,
    /// Where SQS is.
    pub sqs: Option<String>,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// [`Error::Precondition`] with a sentence for whoever deploys.
    pub fn from_env() -> Result<Self> {
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let required = |name: &str, what: &str| {
            variable(name)
                .filter(|value| !value.is_empty())
                .ok_or_else(|| Error::precondition(format!("Set {name} to {what}.")))
        };
        let number = |name: &str, usual| match variable(name) {
            None => Ok(usual),
            Some(text) => positive(name, &text),
        };
        let lane = |word: &str| {
            Ok(LaneUrls {
                queue: required(&format!("SKYDASH_{word}_QUEUE_URL"), "the address of the SQS queue")?,
                dead_letters: required(
                    &format!("SKYDASH_{word}_DEAD_LETTER_URL"),
                    "the address of the SQS queue for messages given up",
                )?,
            })
        };
        Ok(Self {
            table: required("SKYDASH_TABLE", "the name of the DynamoDB table")?,
            bucket: required("SKYDASH_BUCKET", "the name of the S3 bucket")?,
            compute: lane("COMPUTE")?,
            batch: lane("BATCH")?,
            visibility_timeout: Duration::from_secs(number("SKYDASH_VISIBILITY_SECONDS", 60)?.into()),
            max_receives: number("SKYDASH_MAX_RECEIVES", 5)?,
            endpoints: Endpoints::read(variable),
        })
    }
}

fn positive(name: &str, text: &str) -> Result<u32> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Error::precondition(format!("Set {name} to a whole number above 0, or leave it out.")))
}

impl Endpoints {
    /// Reads the environment.
    #[must_use]
    pub fn from_env() -> Self {
        Self::read(|name| std::env::var(name).ok())
    }

    /// One address for all services.
    #[must_use]
    pub fn all(url: &str) -> Self {
        Self { dynamodb: Some(url.into()), s3: Some(url.into()), sqs: Some(url.into()) }
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let of = |service: &str| variable(service).or_else(|| variable("AWS_ENDPOINT_URL"));
        Self {
            dynamodb: of("AWS_ENDPOINT_URL_DYNAMODB"),
            s3: of("AWS_ENDPOINT_URL_S3"),
            sqs: of("AWS_ENDPOINT_URL_SQS"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: [(&str, &str); 8] = [
        ("SKYDASH_TABLE", "t"),
        ("SKYDASH_BUCKET", "b"),
        ("SKYDASH_COMPUTE_QUEUE_URL", "c"),
        ("SKYDASH_COMPUTE_DEAD_LETTER_URL", "cd"),
        ("SKYDASH_BATCH_QUEUE_URL", "q"),
        ("SKYDASH_BATCH_DEAD_LETTER_URL", "qd"),
        ("AWS_ENDPOINT_URL", "http://all"),
        ("AWS_ENDPOINT_URL_S3", "http://s3"),
    ];

    fn look_up(pairs: &[(&str, &str)], name: &str) -> Option<String> {
        pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn the_environment_names_everything() {
        let config = Config::read(|name| look_up(&GIVEN, name)).expect("a configuration");
        assert_eq!((config.table.as_str(), config.bucket.as_str()), ("t", "b"));
        assert_eq!(config.batch, LaneUrls { queue: "q".into(), dead_letters: "qd".into() });
        assert_eq!((config.visibility_timeout, config.max_receives), (Duration::from_secs(60), 5));
        assert_eq!(config.endpoints.dynamodb.as_deref(), Some("http://all"));
        assert_eq!(config.endpoints.s3.as_deref(), Some("http://s3"));
    }

    #[test]
    fn what_is_missing_or_no_number_is_named() {
        for missing in GIVEN.iter().take(6).map(|(name, _)| *name) {
            let without = |name: &str| look_up(&GIVEN, name).filter(|_| name != missing);
            let refused = Config::read(without).expect_err("a refusal");
            assert!(matches!(&refused, Error::Precondition(text) if text.contains(missing)), "{refused}");
        }
        let zero = |name: &str| look_up(&GIVEN, name).or((name == "SKYDASH_MAX_RECEIVES").then(|| "0".into()));
        assert!(matches!(Config::read(zero), Err(Error::Precondition(text)) if text.contains("SKYDASH_MAX_RECEIVES")));
    }
}
