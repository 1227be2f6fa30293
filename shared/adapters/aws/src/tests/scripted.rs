//! Answers that no engine gives when asked nicely: conflicts, throttling, faults, keys left out.

use super::standin::Servers;
use super::{ACCOUNT, clients};
use crate::{Aws, Config, Endpoints, LaneUrls};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures::{StreamExt, stream};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode};
use serde_json::{Value, json};
use skydash_domain::Error;
use skydash_ports::{Commit, Expect, Key, Query, Record, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a server is to answer, one after the other and the last for ever, and what it was asked. That
/// a tenant is written down first is no part of a script.
struct Script {
    answers: Vec<(u16, String)>,
    asked: Mutex<Vec<Value>>,
}

/// A server that follows a script, and everything over it.
async fn scripted(answers: &[(u16, Value)]) -> (Aws, Arc<Script>, Servers) {
    let answers = answers.iter().map(|(status, body)| (*status, body.to_string())).collect();
    let script = Arc::new(Script { answers, asked: Mutex::default() });
    let mut servers = Servers::none();
    let router = Router::new().fallback(answer).with_state(script.clone());
    let url = servers.start(|listener| async { axum::serve(listener, router).await.expect("a server") }).await;
    (over(&url).await, script, servers)
}

/// Everything over one server.
async fn over(url: &str) -> Aws {
    let endpoints = Endpoints::all(url);
    let lane = || LaneUrls { queue: format!("{url}/queue"), dead_letters: format!("{url}/dead") };
    let config = Config {
        table: "table".into(),
        bucket: "bucket".into(),
        compute: lane(),
        batch: lane(),
        visibility_timeout: Duration::from_secs(1),
        max_receives: 3,
        endpoints: endpoints.clone(),
    };
    Aws::over(&clients(&endpoints, ACCOUNT).await, &config)
}

async fn answer(State(script): State<Arc<Script>>, body: Bytes) -> (StatusCode, String) {
    let request: Value = serde_json::from_slice(&body).unwrap_or_default();
    if request["Item"]["pk"]["S"] == json!("#tenants") {
        return (StatusCode::OK, "{}".to_owned());
    }
    let mut asked = script.asked.lock().unwrap();
    let (status, answer) = &script.answers[asked.len().min(script.answers.len() - 1)];
    asked.push(request);
    (StatusCode::from_u16(*status).unwrap(), answer.clone())
}

fn refusal(code: &str) -> (u16, Value) {
    (400, json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "no"}))
}

fn cancelled(codes: &[&str]) -> (u16, Value) {
    let (status, mut body) = refusal("TransactionCanceledException");
    body["CancellationReasons"] = codes.iter().map(|code| json!({"Code": code})).collect();
    (status, body)
}

fn done() -> (u16, Value) {
    (200, json!({}))
}

/// A transaction whose second write asks for nothing, so that it is not sent.
async fn commit(aws: &Aws) -> Result<Commit, Error> {
    let record = |id: &str| Record { key: Key::new("thing", id), version: 0, parent: None, order: 0, body: json!(1) };
    let writes = vec![
        Write::Put(record("1"), Expect::Absent),
        Write::Check(Key::new("thing", "2"), Expect::Anything),
        Write::Put(record("3"), Expect::Absent),
    ];
    aws.scope().meta.commit(writes).await
}

#[tokio::test]
async fn a_conflict_is_tried_again_with_the_same_token() {
    let conflict = cancelled(&["None", "TransactionConflict"]);
    let throttled = cancelled(&["ThrottlingError", "None"]);
    let (aws, script, _keep) = scripted(&[conflict, throttled, done()]).await;
    assert_eq!(commit(&aws).await, Ok(Commit::Done));
    let asked = script.asked.lock().unwrap();
    assert_eq!(asked.len(), 3);
    assert!(asked[0]["ClientRequestToken"].is_string());
    assert!(asked.iter().all(|request| request == &asked[0]));
}

#[tokio::test]
async fn a_refusal_names_the_position_of_the_write() {
    let (aws, script, _keep) = scripted(&[cancelled(&["None", "ConditionalCheckFailed"])]).await;
    assert_eq!(commit(&aws).await, Ok(Commit::Refused(2)));
    assert_eq!(script.asked.lock().unwrap()[0]["TransactItems"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn conflicts_without_end_are_unavailable() {
    let (aws, script, _keep) = scripted(&[cancelled(&["TransactionConflict", "None"])]).await;
    assert!(matches!(commit(&aws).await, Err(Error::Unavailable(_))));
    assert!((3..=20).contains(&script.asked.lock().unwrap().len()));
}

#[tokio::test]
async fn throttling_and_faults_are_tried_again_a_few_times() {
    for failure in [refusal("ProvisionedThroughputExceededException"), (500, json!({"__type": "InternalServerError"}))]
    {
        let (aws, script, _keep) = scripted(&[failure.clone(), failure.clone(), done()]).await;
        assert_eq!(commit(&aws).await, Ok(Commit::Done));
        assert_eq!(script.asked.lock().unwrap().len(), 3);
        let (aws, script, _keep) = scripted(&[failure]).await;
        assert!(matches!(commit(&aws).await, Err(Error::Unavailable(_))));
        assert_eq!(script.asked.lock().unwrap().len(), 5);
    }
}

#[tokio::test]
async fn what_is_not_allowed_is_a_defect_and_not_tried_again() {
    for code in ["AccessDeniedException", "ResourceNotFoundException", "ValidationException"] {
        let (aws, script, _keep) = scripted(&[refusal(code)]).await;
        let refused = commit(&aws).await;
        assert!(matches!(&refused, Err(Error::Internal(text)) if text.contains(code)), "{refused:?}");
        assert_eq!(script.asked.lock().unwrap().len(), 1);
    }
}

fn item(id: &str) -> Value {
    json!({
        "pk": {"S": "default/thing"}, "sk": {"S": format!("/{id}")}, "place": {"S": format!("8000000000000000/{id}")},
        "id": {"S": id}, "order": {"N": "0"}, "version": {"N": "1"}, "body": {"S": "1"},
    })
}

#[tokio::test]
async fn keys_left_out_are_asked_for_again() {
    let first = (
        200,
        json!({
            "Responses": {"table": [item("1")]},
            "UnprocessedKeys": {"table": {"Keys": [{"pk": {"S": "default/thing"}, "sk": {"S": "/2"}}], "ConsistentRead": true}},
        }),
    );
    let second = (200, json!({"Responses": {"table": [item("2")]}}));
    let (aws, script, _keep) = scripted(&[first, second]).await;
    let keys = ["2", "1", "2"].map(|id| Key::new("thing", id));
    let found = aws.scope().meta.get_many(&keys).await.expect("records");
    let ids: Vec<&str> = found.iter().flatten().map(|record| record.key.id.as_str()).collect();
    assert_eq!(ids, ["2", "1", "2"]);
    let asked = script.asked.lock().unwrap();
    let counts: Vec<usize> =
        asked.iter().map(|request| request["RequestItems"]["table"]["Keys"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(counts, [2, 1]);
    assert!(asked.iter().all(|request| request["RequestItems"]["table"]["ConsistentRead"] == json!(true)));
}

#[tokio::test]
async fn keys_left_out_for_ever_are_unavailable() {
    let nothing = json!({"UnprocessedKeys": {"table": {"Keys": [{"pk": {"S": "default/thing"}, "sk": {"S": "/1"}}]}}});
    let (aws, _script, _keep) = scripted(&[(200, nothing)]).await;
    let refused = aws.scope().meta.get_many(&[Key::new("thing", "1")]).await;
    assert!(matches!(refused, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn an_empty_page_can_go_on() {
    let key = json!({"pk": {"S": "default/thing"}, "sk": {"S": "/7"}, "place": {"S": "8000000000000005/7"}});
    let first = (200, json!({"Items": [], "Count": 0, "LastEvaluatedKey": key}));
    let (aws, script, _keep) = scripted(&[first, (200, json!({"Items": [item("8")], "Count": 1}))]).await;
    let meta = aws.scope().meta;
    let page = meta.query(&Query::all("thing")).await.expect("a page");
    assert_eq!(page.records, []);
    let next = meta.query(&Query { cursor: page.cursor, ..Query::all("thing") }).await.expect("a page");
    assert_eq!((next.records.len(), next.cursor), (1, None));
    assert_eq!(script.asked.lock().unwrap()[1]["ExclusiveStartKey"], key);
}

#[tokio::test]
async fn two_conditional_writes_at_once_are_tried_again() {
    let (aws, script, _keep) = scripted(&[(409, Value::Null), (409, Value::Null), (200, Value::Null)]).await;
    let put = aws.objects().put_opts(&Path::from("a"), "x".into(), PutMode::Create.into()).await;
    assert!(put.is_ok(), "{put:?}");
    assert_eq!(script.asked.lock().unwrap().len(), 3);
}

/// An object of ten bytes, of which four arrive when all are asked for.
async fn break_off(headers: HeaderMap) -> Response {
    let answer = Response::builder().header("last-modified", "Wed, 01 Jul 2026 00:00:00 GMT").header("etag", "\"tag\"");
    let asked = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let answer = match (asked("range"), asked("if-match")) {
        (None, None) => {
            let pieces = stream::iter([Ok("0123"), Err(std::io::Error::other("a broken line"))]);
            // What arrived is on its way before the line breaks.
            let pieces = pieces.then(|piece| async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                piece
            });
            answer.header("content-length", "10").body(Body::from_stream(pieces))
        }
        (Some("bytes=4-9"), Some("\"tag\"")) => {
            answer.status(206).header("content-range", "bytes 4-9/10").body(Body::from("456789"))
        }
        _ => answer.status(400).body(Body::empty()),
    };
    answer.expect("an answer")
}

#[tokio::test]
async fn a_body_that_breaks_off_is_taken_up_where_it_broke() {
    let mut servers = Servers::none();
    let router = Router::new().fallback(break_off);
    let url = servers.start(|listener| async { axum::serve(listener, router).await.expect("a server") }).await;
    let aws = over(&url).await;
    let found = aws.objects().get(&Path::from("a")).await.expect("an object");
    assert_eq!(found.bytes().await.expect("its bytes"), "0123456789");
}
