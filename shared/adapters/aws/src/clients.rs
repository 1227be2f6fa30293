//! The clients of the three services, made once and shared.

use crate::config::Endpoints;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, ConfigLoader};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use std::time::Duration;

/// One client for each service, over one configuration: credentials, region, retries.
#[derive(Debug, Clone)]
pub struct Clients {
    /// DynamoDB's.
    pub dynamodb: aws_sdk_dynamodb::Client,
    /// S3's.
    pub s3: aws_sdk_s3::Client,
    /// SQS's.
    pub sqs: aws_sdk_sqs::Client,
}

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(3);

/// How long DynamoDB may take for an answer.
const ANSWER: Duration = Duration::from_secs(5);

/// How long SQS may take: it waits up to 20 seconds for a message.
const LONG_POLL: Duration = Duration::from_secs(30);

impl Clients {
    /// Clients with the credentials and region of the environment.
    pub async fn from_env(endpoints: &Endpoints) -> Self {
        let loader = aws_config::defaults(BehaviorVersion::latest());
        // On Lambda they are in variables. To look elsewhere takes clients of other services, a part of every start.
        let loader = match std::env::var_os("AWS_LAMBDA_FUNCTION_NAME") {
            Some(_) => loader.credentials_provider(EnvironmentVariableCredentialsProvider::new()),
            None => loader,
        };
        Self::load(loader, endpoints).await
    }

    /// Clients with what this loader finds. No answer, faults and throttling are tried again up to
    /// four times, at growing intervals.
    pub async fn load(loader: ConfigLoader, endpoints: &Endpoints) -> Self {
        let retries = RetryConfig::standard()
            .with_max_attempts(5)
            .with_initial_backoff(Duration::from_millis(50))
            .with_max_backoff(Duration::from_secs(2));
        let https =
            aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let shared = loader.retry_config(retries).http_client(https).load().await;
        let attempt =
            |limit| TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(limit).build();
        // What DynamoDB and SQS send is small, and timed as a whole. Only S3's streams are watched.
        let unwatched = StalledStreamProtectionConfig::disabled();
        let mut dynamodb = aws_sdk_dynamodb::config::Builder::from(&shared)
            .timeout_config(attempt(ANSWER))
            .stalled_stream_protection(unwatched.clone());
        dynamodb.set_endpoint_url(endpoints.dynamodb.clone());
        let mut sqs = aws_sdk_sqs::config::Builder::from(&shared)
            .timeout_config(attempt(LONG_POLL))
            .stalled_stream_protection(unwatched);
        sqs.set_endpoint_url(endpoints.sqs.clone());
        let mut s3 = aws_sdk_s3::config::Builder::from(&shared).force_path_style(endpoints.s3.is_some());
        s3.set_endpoint_url(endpoints.s3.clone());
        Self {
            dynamodb: aws_sdk_dynamodb::Client::from_conf(dynamodb.build()),
            s3: aws_sdk_s3::Client::from_conf(s3.build()),
            sqs: aws_sdk_sqs::Client::from_conf(sqs.build()),
        }
    }
}
