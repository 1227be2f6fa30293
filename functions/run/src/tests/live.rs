//! The metrics socket, over a real connection.

use super::{NO_RUN, app, refused, trained};
use serde_json::{Value, json};
use skydash_domain::Status;
use skydash_domain::run::Run;
use skydash_http::openapi::assemble;
use skydash_http::{App, Config};
use skydash_testkit::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn serve(app: &TestApp) -> TcpStream {
    let state = App::new(app.scope.clone(), Config::default());
    let (router, _) = assemble(vec![("/metrics", crate::metrics_router())]).with_state(state).split_for_parts();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    TcpStream::connect(address).await.unwrap()
}

async fn shake_hands(stream: &mut TcpStream) {
    let request = "GET /api/v1/metrics/ws/1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
}

/// Opcode and payload of the next frame. A server's frames are not masked.
async fn frame(stream: &mut TcpStream) -> (u8, Vec<u8>) {
    let opcode = stream.read_u8().await.unwrap() & 0x0f;
    let length = match stream.read_u8().await.unwrap() {
        126 => stream.read_u16().await.unwrap().into(),
        short => usize::from(short),
    };
    let mut payload = vec![0; length];
    stream.read_exact(&mut payload).await.unwrap();
    (opcode, payload)
}

async fn text(stream: &mut TcpStream) -> Value {
    let (opcode, payload) = frame(stream).await;
    assert_eq!(opcode, 1);
    serde_json::from_slice(&payload).unwrap()
}

#[tokio::test]
async fn scores_are_told_once_and_the_end_closes_the_socket() {
    let app = app().await;
    let id = trained(&app).await;
    let to = async |status: Status| {
        let change = |run: &mut Run| {
            run.status = status;
            Ok(())
        };
        app.scope.meta.update(id, change).await.unwrap();
    };
    to(Status::Started).await;
    let mut stream = serve(&app).await;
    shake_hands(&mut stream).await;
    let first = text(&mut stream).await;
    let point = &first["TRAIN"]["LAST"]["F1"][0];
    assert_eq!((&point["step"], &point["value"], &first["run_status"]), (&json!(1), &json!(1.0), &json!("STARTED")));
    assert_eq!((&first["TEST"]["LAST"]["F1"][0]["value"], &first["VALIDATION"]), (&json!(0.5), &Value::Null));
    to(Status::Finished).await;
    assert_eq!(text(&mut stream).await, json!({ "run_status": "FINISHED" }));
    assert_eq!(frame(&mut stream).await, (8, 1000_u16.to_be_bytes().to_vec()));
}

#[tokio::test]
async fn a_socket_needs_a_run_and_a_handshake() {
    let app = app().await;
    assert_eq!(app.get("/metrics/ws/1").await.pair(), refused(404, NO_RUN));
    trained(&app).await;
    let text = "This is a WebSocket. Connect to it with ws:// or wss://.";
    assert_eq!(app.get("/metrics/ws/1").await.pair(), refused(426, text));
}
