//! Clients that take their time, over real connections.

use super::*;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use futures::stream;
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);
const LIMITS: Limits = Limits { connections: 8, head: SHORT, reader: SHORT, farewell: LONG };

struct Server {
    address: SocketAddr,
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let (listener, address) = bind([127, 0, 0, 1].into(), 0).await.unwrap();
        let stop = Arc::new(Notify::new());
        let signal = {
            let stop = stop.clone();
            move || {
                let stop = stop.clone();
                async move { stop.notified().await }
            }
        };
        let task = tokio::spawn(async move { serve_until(listener, router(), limits, signal).await });
        Self { address, stop, task }
    }

    /// A connection over which this was sent.
    async fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }
}

fn router() -> axum::Router {
    let slow = || async {
        tokio::time::sleep(2 * SHORT).await;
        "slow"
    };
    let chunk = || Ok::<_, Infallible>(Bytes::from(vec![0; 1 << 16]));
    let endless = move || async move { Body::from_stream(stream::repeat_with(chunk)) };
    let echo = |mut request: Request<Body>| async move {
        let upgrade = hyper::upgrade::on(&mut request);
        tokio::spawn(async move {
            let mut stream = TokioIo::new(upgrade.await.unwrap());
            let byte = stream.read_u8().await.unwrap();
            stream.write_u8(byte).await.unwrap();
        });
        (hyper::StatusCode::SWITCHING_PROTOCOLS, [("connection", "upgrade"), ("upgrade", "echo")])
    };
    axum::Router::new()
        .route("/", get(|| async { "here" }))
        .route("/slow", get(slow))
        .route("/endless", get(endless))
        .route("/echo", post(echo))
}

/// All that the server still says, until it closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut heard = Vec::new();
    let _ = tokio::time::timeout(LONG, stream.read_to_end(&mut heard)).await.expect("the server closes");
    String::from_utf8_lossy(&heard).into_owned()
}

const GET: &str = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

#[tokio::test]
async fn a_head_without_an_end_is_given_up() {
    let server = Server::start(LIMITS).await;
    let started = Instant::now();
    assert_eq!(rest(server.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await).await, "");
    assert_eq!(rest(server.send("").await).await, "");
    assert!(started.elapsed() < LONG / 2);
}

#[tokio::test]
async fn a_connection_serves_again_until_it_is_idle_for_too_long() {
    let server = Server::start(LIMITS).await;
    let mut stream = server.send(GET).await;
    tokio::time::sleep(SHORT / 3).await;
    stream.write_all(GET.as_bytes()).await.unwrap();
    assert_eq!(rest(stream).await.matches("here").count(), 2);
}

#[tokio::test]
async fn a_handler_may_take_longer_than_a_head() {
    let server = Server::start(LIMITS).await;
    let heard = rest(server.send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await;
    assert!(heard.ends_with("slow"), "{heard}");
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let server = Server::start(Limits { connections: 1, head: LONG, ..LIMITS }).await;
    let unread = server.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let other = server.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(rest(other).await.ends_with("here"), "its place was not given to another");
    drop(unread);
}

#[tokio::test]
async fn more_connections_than_there_are_places_wait() {
    let server = Server::start(Limits { connections: 1, head: LONG, reader: LONG, ..LIMITS }).await;
    let first = server.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut second = server.send(GET).await;
    let early = tokio::time::timeout(SHORT, second.read_u8()).await;
    assert!(early.is_err(), "two were served in one place");
    drop(first);
    assert_eq!(tokio::time::timeout(LONG, second.read_u8()).await.expect("an answer").unwrap(), b'H');
}

#[tokio::test]
async fn idle_connections_make_room_the_longest_idle_first() {
    let server = Server::start(Limits { connections: 2, head: LONG, ..LIMITS }).await;
    let mut idle = Vec::new();
    for _ in 0..2 {
        let mut stream = server.send(GET).await;
        assert_eq!(stream.read_u8().await.unwrap(), b'H');
        idle.push(stream);
    }
    let mut third = server.send(GET).await;
    assert_eq!(tokio::time::timeout(LONG, third.read_u8()).await.expect("an answer").unwrap(), b'H');
    assert!(rest(idle.remove(0)).await.ends_with("here"), "the first is closed");
    let mut second = idle.remove(0);
    second.write_all(GET.as_bytes()).await.unwrap();
    let mut heard = vec![0; 400];
    let mut text = String::new();
    while text.matches("here").count() < 2 {
        let read = tokio::time::timeout(LONG, second.read(&mut heard)).await.expect("an answer").unwrap();
        assert!(read > 0, "the second was closed");
        text += &String::from_utf8_lossy(&heard[..read]);
    }
}

#[tokio::test]
async fn who_becomes_idle_makes_room_for_who_waits() {
    let server = Server::start(Limits { connections: 1, head: LONG, ..LIMITS }).await;
    let slow = server.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    tokio::time::sleep(SHORT / 3).await;
    let mut second = server.send(GET).await;
    assert_eq!(tokio::time::timeout(LONG, second.read_u8()).await.expect("an answer").unwrap(), b'H');
    assert!(rest(slow).await.ends_with("slow"));
}

#[tokio::test]
async fn a_request_names_one_host() {
    let server = Server::start(LIMITS).await;
    for head in ["", "Host: x\r\nHost: y\r\n", "Host: x\r\nHost: x\r\n"] {
        let heard = rest(server.send(&format!("GET / HTTP/1.1\r\n{head}Connection: close\r\n\r\n")).await).await;
        assert!(heard.starts_with("HTTP/1.1 400") && heard.contains("exactly one Host header"), "{heard}");
    }
}

#[tokio::test]
async fn who_sends_before_listening_hears_why_it_was_refused() {
    let refuse = || async { (hyper::StatusCode::PAYLOAD_TOO_LARGE, "too large") };
    let app = skydash_http::App::new(skydash_memory::Memory::scope(), skydash_http::Config::default());
    let service = skydash_http::middleware::wrap(axum::Router::new().route("/", post(refuse)), &app);
    let (listener, address) = bind([127, 0, 0, 1].into(), 0).await.unwrap();
    tokio::spawn(serve_until(listener, service, Limits { head: LONG, ..LIMITS }, std::future::pending::<()>));
    let body = vec![0; 16 << 20];
    let head = format!("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(SHORT).await;
    stream.write_all(&body).await.expect("the body is taken");
    let heard = rest(stream).await;
    assert!(heard.starts_with("HTTP/1.1 413") && heard.ends_with("too large"), "{heard}");
    assert!(heard.contains("x-content-type-options: nosniff") && heard.contains("frame-ancestors 'self'"), "{heard}");
}

#[tokio::test]
async fn a_connection_can_become_something_else() {
    let server = Server::start(LIMITS).await;
    let ask = "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
    let mut stream = server.send(ask).await;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    tokio::time::sleep(2 * SHORT).await;
    stream.write_u8(7).await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), 7);
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_end() {
    let server = Server::start(LIMITS).await;
    let idle = server.send("").await;
    let slow = server.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    tokio::time::sleep(SHORT / 3).await;
    server.stop.notify_one();
    assert!(rest(slow).await.ends_with("slow"));
    assert_eq!(rest(idle).await, "");
    tokio::time::timeout(LONG, server.task).await.expect("an end").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_request_that_never_ends_is_not_waited_for() {
    for signals in [1, 2] {
        let farewell = if signals == 1 { SHORT } else { LONG };
        let server = Server::start(Limits { reader: LONG, farewell, ..LIMITS }).await;
        let _unread = server.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await;
        tokio::time::sleep(SHORT / 3).await;
        for _ in 0..signals {
            server.stop.notify_one();
            tokio::time::sleep(SHORT / 3).await;
        }
        tokio::time::timeout(LONG / 2, server.task).await.expect("an end").unwrap();
    }
}
