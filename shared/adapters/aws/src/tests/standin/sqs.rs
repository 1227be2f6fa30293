//! SQS as far as the adapter uses it: visibility, receive counts, long polls, redrive.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Router, body::Bytes};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::Notify;

struct Message {
    body: String,
    visible_at: Instant,
    receives: u64,
    handle: String,
}

#[derive(Default)]
struct Queue {
    attributes: BTreeMap<String, String>,
    messages: Vec<Message>,
}

#[derive(Default)]
struct Sqs {
    url: String,
    queues: Mutex<BTreeMap<String, Queue>>,
    changed: Notify,
}

/// An error's code and text.
type Refusal = (&'static str, String);

/// Serves until it is ended.
pub async fn serve(listener: TcpListener) {
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let state = Arc::new(Sqs { url, ..Sqs::default() });
    axum::serve(listener, Router::new().route("/", post(handle)).with_state(state)).await.expect("a server");
}

async fn handle(State(sqs): State<Arc<Sqs>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let input: Value = serde_json::from_slice(&body).unwrap_or_default();
    match sqs.act(target.strip_prefix("AmazonSQS.").unwrap_or_default(), &input).await {
        Ok(answer) => answer.to_string().into_response(),
        Err((code, text)) => {
            let error = json!({"__type": format!("com.amazonaws.sqs#{code}"), "message": text});
            let older = ("x-amzn-query-error", format!("{};Sender", older_code(code)));
            (StatusCode::BAD_REQUEST, [older], error.to_string()).into_response()
        }
    }
}

/// What an error is called in the protocol before the present one, by which clients still know it.
fn older_code(code: &str) -> &str {
    if code == "QueueDoesNotExist" { "AWS.SimpleQueueService.NonExistentQueue" } else { code }
}

fn text(input: &Value, name: &str) -> String {
    input[name].as_str().unwrap_or_default().to_owned()
}

fn seconds(input: &Value, name: &str, usual: u64, most: u64) -> Result<Duration, Refusal> {
    match input.get(name).map_or(Some(usual), Value::as_u64) {
        Some(seconds) if seconds <= most => Ok(Duration::from_secs(seconds)),
        _ => Err(("InvalidParameterValue", format!("{name} must be between 0 and {most}"))),
    }
}

impl Sqs {
    async fn act(&self, action: &str, input: &Value) -> Result<Value, Refusal> {
        match action {
            "CreateQueue" => {
                let name = text(input, "QueueName");
                let queue = Queue {
                    attributes: BTreeMap::from([("QueueArn".into(), format!("arn:aws:sqs:us-east-1:0:{name}"))]),
                    ..Queue::default()
                };
                self.queues.lock().unwrap().entry(name.clone()).or_insert(queue);
                Ok(json!({"QueueUrl": format!("{}/0/{name}", self.url)}))
            }
            "GetQueueUrl" => {
                let name = text(input, "QueueName");
                self.with(&name, |_| Ok(json!({"QueueUrl": format!("{}/0/{name}", self.url)})))
            }
            "ReceiveMessage" => self.receive(input).await,
            _ => {
                let outcome = self.with(&queue_name(input), |queue| queue.act(action, input));
                self.changed.notify_waiters();
                outcome
            }
        }
    }

    fn with<T>(&self, name: &str, act: impl FnOnce(&mut Queue) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut queues = self.queues.lock().unwrap();
        act(queues.get_mut(name).ok_or(("QueueDoesNotExist", format!("no queue {name}")))?)
    }

    async fn receive(&self, input: &Value) -> Result<Value, Refusal> {
        let (name, max) = (queue_name(input), input["MaxNumberOfMessages"].as_u64().unwrap_or(1));
        let hidden = seconds(input, "VisibilityTimeout", 30, 43_200)?;
        let deadline = Instant::now() + seconds(input, "WaitTimeSeconds", 0, 20)?;
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            self.bury(&name)?;
            let found = self.with(&name, |queue| Ok(queue.take(max as usize, hidden)))?;
            if !found.is_empty() || Instant::now() >= deadline {
                return Ok(json!({"Messages": found}));
            }
            let next = self.with(&name, |queue| Ok(queue.messages.iter().map(|it| it.visible_at).min()))?;
            let until = next.map_or(deadline, |next| next.min(deadline));
            tokio::select! { () = changed => {} () = tokio::time::sleep_until(until.into()) => {} }
        }
    }

    /// Moves what was received too often and is visible again to the dead letters.
    fn bury(&self, name: &str) -> Result<(), Refusal> {
        let Some((dead_letters, most)) = self.with(name, |queue| Ok(queue.redrive()))? else { return Ok(()) };
        let now = Instant::now();
        let dead = |message: &mut Message| message.visible_at <= now && message.receives >= most;
        let moved: Vec<Message> = self.with(name, |queue| Ok(queue.messages.extract_if(.., dead).collect()))?;
        self.with(&dead_letters, |queue| {
            queue.messages.extend(moved);
            Ok(())
        })
    }
}

fn queue_name(input: &Value) -> String {
    text(input, "QueueUrl").rsplit('/').next().unwrap_or_default().to_owned()
}

impl Queue {
    fn act(&mut self, action: &str, input: &Value) -> Result<Value, Refusal> {
        match action {
            "SetQueueAttributes" => {
                let attributes = input["Attributes"].as_object().into_iter().flatten();
                self.attributes.extend(attributes.map(|(name, value)| (name.clone(), value.as_str().unwrap().into())));
                Ok(json!({}))
            }
            "GetQueueAttributes" => Ok(json!({"Attributes": self.attributes})),
            "SendMessage" => {
                let body = text(input, "MessageBody");
                self.messages.push(Message { body, visible_at: Instant::now(), receives: 0, handle: String::new() });
                Ok(json!({"MessageId": "0", "MD5OfMessageBody": ""}))
            }
            "DeleteMessage" => {
                let handle = text(input, "ReceiptHandle");
                self.messages.retain(|message| message.handle != handle);
                Ok(json!({}))
            }
            "ChangeMessageVisibility" => {
                let (handle, now) = (text(input, "ReceiptHandle"), Instant::now());
                let timeout = seconds(input, "VisibilityTimeout", 30, 43_200)?;
                let hidden = |message: &&mut Message| message.handle == handle && message.visible_at > now;
                let gone = ("InvalidParameterValue", "Reason: Message does not exist or is not available.".to_owned());
                self.messages.iter_mut().find(hidden).ok_or(gone)?.visible_at = now + timeout;
                Ok(json!({}))
            }
            _ => Err(("InvalidAction", format!("{action} is not known here"))),
        }
    }

    fn take(&mut self, max: usize, hidden: Duration) -> Vec<Value> {
        let now = Instant::now();
        let visible = self.messages.iter_mut().filter(|message| message.visible_at <= now);
        let take = |message: &mut Message| {
            message.receives += 1;
            message.visible_at = now + hidden;
            message.handle = uuid::Uuid::new_v4().to_string();
            json!({
                "MessageId": "0",
                "Body": message.body,
                "ReceiptHandle": message.handle,
                "Attributes": {"ApproximateReceiveCount": message.receives.to_string()},
            })
        };
        visible.take(max).map(take).collect()
    }

    /// Where dead letters go, and after how many receives.
    fn redrive(&self) -> Option<(String, u64)> {
        let policy: Value = serde_json::from_str(self.attributes.get("RedrivePolicy")?).ok()?;
        let name = policy["deadLetterTargetArn"].as_str()?.rsplit(':').next()?.to_owned();
        Some((name, policy["maxReceiveCount"].as_u64()?))
    }
}
