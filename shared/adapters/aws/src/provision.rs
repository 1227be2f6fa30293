//! Makes the table, the bucket and the queues where no template has: in emulators and tests.

use crate::clients::Clients;
use crate::config::{Config, Endpoints, LaneUrls};
use crate::failure::translate;
use crate::meta::layout::{BY_OBJECT, BY_PARENT, BY_PLACE, CHILD, OBJECT, PARTITION, PLACE, SORT};
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection, ProjectionType,
    ScalarAttributeType, TableStatus,
};
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::types::QueueAttributeName;
use serde_json::json;
use skydash_domain::{Error, Result};
use std::collections::HashMap;
use std::fmt::Display;
use std::time::Duration;

/// What things are to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The DynamoDB table.
    pub table: String,
    /// The S3 bucket.
    pub bucket: String,
    /// What the names of the queues begin with.
    pub queues: String,
}

/// How long messages are kept: as long as SQS does.
const RETENTION_SECONDS: u32 = 14 * 24 * 3600;

/// How often a new table is asked whether it is ready, and how long to wait in between.
const LOOKS: (u32, Duration) = (300, Duration::from_millis(200));

/// Makes what is not there yet, and gives the configuration that uses it. Doing it again changes
/// nothing but the queues' timeouts and receives, which are set anew.
pub async fn provision(
    clients: &Clients,
    names: &Names,
    visibility_timeout: Duration,
    max_receives: u32,
    endpoints: Endpoints,
) -> Result<Config> {
    table(&clients.dynamodb, &names.table).await?;
    bucket(&clients.s3, &names.bucket).await?;
    let queues = Queues { client: &clients.sqs, prefix: &names.queues, visibility_timeout, max_receives };
    Ok(Config {
        table: names.table.clone(),
        bucket: names.bucket.clone(),
        compute: queues.lane("compute").await?,
        batch: queues.lane("batch").await?,
        visibility_timeout,
        max_receives,
        endpoints,
    })
}

fn incomplete(error: impl Display) -> Error {
    Error::internal(error.to_string())
}

async fn table(client: &aws_sdk_dynamodb::Client, name: &str) -> Result<()> {
    match describe(client.create_table().table_name(name))?.send().await {
        Ok(_) => {}
        Err(error) if error.code() == Some("ResourceInUseException") => {}
        Err(error) => return Err(translate("DynamoDB", &error)),
    }
    let (looks, pause) = LOOKS;
    for _ in 0..looks {
        let found = client.describe_table().table_name(name).send().await;
        let found = found.map_err(|error| translate("DynamoDB", &error))?;
        if found.table.and_then(|table| table.table_status) == Some(TableStatus::Active) {
            return Ok(());
        }
        tokio::time::sleep(pause).await;
    }
    Err(Error::unavailable(format!("DynamoDB: table {name} does not become active")))
}

/// The table's keys and indexes. The indexes for lists hold whole records, so that a page is read in
/// one piece; large bodies are elsewhere, so that an item and its copies stay below 400 KB together.
fn describe(create: CreateTableFluentBuilder) -> Result<CreateTableFluentBuilder> {
    let key = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    let mut create = create
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key(PARTITION, KeyType::Hash).map_err(incomplete)?)
        .key_schema(key(SORT, KeyType::Range).map_err(incomplete)?);
    let indexes = [
        (BY_PLACE, PLACE, ProjectionType::All),
        (BY_PARENT, CHILD, ProjectionType::All),
        (BY_OBJECT, OBJECT, ProjectionType::KeysOnly),
    ];
    for (index, attribute, projection) in indexes {
        let index = LocalSecondaryIndex::builder()
            .index_name(index)
            .key_schema(key(PARTITION, KeyType::Hash).map_err(incomplete)?)
            .key_schema(key(attribute, KeyType::Range).map_err(incomplete)?)
            .projection(Projection::builder().projection_type(projection).build());
        create = create.local_secondary_indexes(index.build().map_err(incomplete)?);
    }
    for attribute in [PARTITION, SORT, PLACE, CHILD, OBJECT] {
        let definition =
            AttributeDefinition::builder().attribute_name(attribute).attribute_type(ScalarAttributeType::S);
        create = create.attribute_definitions(definition.build().map_err(incomplete)?);
    }
    Ok(create)
}

async fn bucket(client: &aws_sdk_s3::Client, name: &str) -> Result<()> {
    let region = client.config().region().map(ToString::to_string).filter(|region| region != "us-east-1");
    let place = region.map(|region| {
        let place = BucketLocationConstraint::from(region.as_str());
        CreateBucketConfiguration::builder().location_constraint(place).build()
    });
    match client.create_bucket().bucket(name).set_create_bucket_configuration(place).send().await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("BucketAlreadyOwnedByYou") => Ok(()),
        Err(error) => Err(translate("S3", &error)),
    }
}

/// What SQS calls a queue that does not exist, in its present protocol and in the one before.
const MISSING: [&str; 2] = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

struct Queues<'a> {
    client: &'a aws_sdk_sqs::Client,
    prefix: &'a str,
    visibility_timeout: Duration,
    max_receives: u32,
}

impl Queues<'_> {
    async fn lane(&self, lane: &str) -> Result<LaneUrls> {
        let (dead_letters, dead_letter_arn) = self.queue(&format!("{}-{lane}-dead", self.prefix), None).await?;
        let redrive = json!({"deadLetterTargetArn": dead_letter_arn, "maxReceiveCount": self.max_receives});
        let (queue, _) = self.queue(&format!("{}-{lane}", self.prefix), Some(redrive.to_string())).await?;
        Ok(LaneUrls { queue, dead_letters })
    }

    /// Finds or makes a queue, and gives its address and its ARN.
    async fn queue(&self, name: &str, redrive: Option<String>) -> Result<(String, String)> {
        let url = match self.client.get_queue_url().queue_name(name).send().await {
            Ok(found) => found.queue_url,
            Err(error) if error.code().is_some_and(|code| MISSING.contains(&code)) => {
                let created = self.client.create_queue().queue_name(name).send().await;
                created.map_err(|error| translate("SQS", &error))?.queue_url
            }
            Err(error) => return Err(translate("SQS", &error)),
        };
        let url = url.ok_or_else(|| incomplete("SQS: a queue without an address"))?;
        self.client
            .set_queue_attributes()
            .queue_url(&url)
            .set_attributes(Some(self.attributes(redrive)))
            .send()
            .await
            .map_err(|error| translate("SQS", &error))?;
        let asked = self.client.get_queue_attributes().queue_url(&url);
        let found = asked.attribute_names(QueueAttributeName::QueueArn).send().await;
        let attributes = found.map_err(|error| translate("SQS", &error))?.attributes.unwrap_or_default();
        let arn = attributes.get(&QueueAttributeName::QueueArn).cloned();
        Ok((url, arn.ok_or_else(|| incomplete("SQS: a queue without an ARN"))?))
    }

    fn attributes(&self, redrive: Option<String>) -> HashMap<QueueAttributeName, String> {
        let hidden = self.visibility_timeout.as_secs().to_string();
        let mut attributes = HashMap::from([
            (QueueAttributeName::VisibilityTimeout, hidden),
            (QueueAttributeName::MessageRetentionPeriod, RETENTION_SECONDS.to_string()),
        ]);
        attributes.extend(redrive.map(|policy| (QueueAttributeName::RedrivePolicy, policy)));
        attributes
    }
}
