//! A run's scores as they come, over a WebSocket.

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use skydash_domain::metric::{ScoreMap, Scores};
use skydash_domain::run::Run;
use skydash_domain::{Error, Result, RunId, Status};
use skydash_http::error::Detail;
use skydash_http::{ApiError, ApiResult, App, PathId, Scoped, time};
use skydash_ports::{Scope, Stored};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How often the store is asked, and a frame is sent.
const PERIOD: Duration = Duration::from_secs(1);

/// After how many frames a ping goes out; a client that answered none by the next one is gone.
const FRAMES_BETWEEN_PINGS: u32 = 20;

/// Most sockets open at once.
const MAX_SOCKETS: usize = 256;

/// Room for open sockets.
struct Sockets(Arc<Semaphore>);

impl Default for Sockets {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAX_SOCKETS)))
    }
}

/// Streams a run's scores as JSON texts, one a second, over a WebSocket.
///
/// The first text has all scores there are, later ones only new scores; each has `run_status`. The server closes with
/// code 1000 once the run has finished or failed.
#[utoipa::path(get, path = "/ws/{run_id}", tag = "run", params(("run_id" = i64, Path)), responses(
    (status = 101, description = "The socket is open"),
    (status = 404, description = "No such run", body = Detail),
    (status = 426, description = "Not a WebSocket handshake", body = Detail),
    (status = 503, description = "Too many sockets are open", body = Detail),
))]
pub(crate) async fn stream_metrics(
    State(app): State<App>,
    Scoped(scope): Scoped,
    PathId(id): PathId<RunId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    let run: Stored<Run> = scope.meta.load(id).await?;
    let upgrade = upgrade.map_err(|_| {
        ApiError::exact(StatusCode::UPGRADE_REQUIRED, "This is a WebSocket. Connect to it with ws:// or wss://.")
    })?;
    let sockets = app.shared::<Sockets>();
    let room = sockets.0.clone().try_acquire_owned().map_err(|_| Error::unavailable("all metric sockets are taken"))?;
    Ok(upgrade.max_message_size(1024).on_upgrade(move |socket| follow(socket, scope, run.entity.id, room)))
}

/// Feeds a socket until the run ends or the client goes.
async fn follow(mut socket: WebSocket, scope: Scope, id: RunId, _room: OwnedSemaphorePermit) {
    let mut feed = Feed::default();
    let mut silent_frames = 0;
    while let Ok(Some(run)) = scope.meta.find::<Run>(id).await {
        let frame = feed.frame(&run).to_string();
        if socket.send(Message::Text(frame.into())).await.is_err() {
            return;
        }
        if has_ended(run.status) {
            break;
        }
        silent_frames += 1;
        if silent_frames > 2 * FRAMES_BETWEEN_PINGS {
            return;
        }
        if silent_frames % FRAMES_BETWEEN_PINGS == 0 && socket.send(Message::Ping(Vec::new().into())).await.is_err() {
            return;
        }
        match pause(&mut socket, &scope).await {
            Heard::Nothing => {}
            Heard::Something => silent_frames = 0,
            Heard::Goodbye => return,
        }
    }
    let goodbye = CloseFrame { code: close_code::NORMAL, reason: "".into() };
    if socket.send(Message::Close(Some(goodbye))).await.is_err() {
        tracing::debug!(run.id = id.0, "metrics socket was gone before it was closed");
    }
}

fn has_ended(status: Status) -> bool {
    matches!(status, Status::Finished | Status::Error)
}

/// What a client said during a pause.
enum Heard {
    Nothing,
    Something,
    Goodbye,
}

/// Waits for one period, and listens meanwhile.
async fn pause(socket: &mut WebSocket, scope: &Scope) -> Heard {
    let mut heard = Heard::Nothing;
    let mut waiting = scope.clock.sleep(PERIOD);
    loop {
        tokio::select! {
            () = &mut waiting => return heard,
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Heard::Goodbye,
                Some(Ok(_)) => heard = Heard::Something,
            },
        }
    }
}

/// What a socket has been told, and so what it still has to be told.
#[derive(Default)]
struct Feed {
    told: Option<Scores>,
}

impl Feed {
    /// The next frame: the run's status and, unless they were told, its scores.
    fn frame(&mut self, run: &Run) -> Value {
        let mut frame = Map::new();
        if run.scores != self.told {
            if let Some(scores) = &run.scores {
                let at = time::local(run.end_time.unwrap_or(run.last_modified));
                for (split, map) in
                    [("TRAIN", &scores.train), ("VALIDATION", &scores.validation), ("TEST", &scores.test)]
                {
                    if let Some(map) = map {
                        frame.insert(split.into(), json!({ "LAST": points(map, &at) }));
                    }
                }
            }
            self.told.clone_from(&run.scores);
        }
        frame.insert("run_status".into(), json!(word(run.status)));
        Value::Object(frame)
    }
}

fn points(scores: &ScoreMap, at: &str) -> Value {
    let point = |value: &f64| json!([{ "step": 1, "value": value, "timestamp": at }]);
    scores.iter().map(|(metric, value)| (metric.clone(), point(value))).collect()
}

fn word(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "NOT_STARTED",
        Status::Delivered => "DELIVERED",
        Status::Started => "STARTED",
        Status::Finished => "FINISHED",
        Status::Error => "ERROR",
    }
}
