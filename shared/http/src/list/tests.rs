//! How much of a list is read, and when.

use super::*;
use crate::rows::ConverterRow;
use async_trait::async_trait;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use skydash_domain::converter::Converter;
use skydash_memory::{Memory, Observer, observed};
use skydash_ports::{Commit, Expect, Record, Write};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Counts the pages asked for, and fails at one of them.
struct Watched {
    pages: AtomicUsize,
    fails_at: usize,
}

#[async_trait]
impl Observer for Watched {
    async fn query(&self, query: &Query) -> Result<Query> {
        if self.pages.fetch_add(1, Relaxed) + 1 == self.fails_at {
            return Err(Error::unavailable("the store is gone"));
        }
        Ok(query.clone())
    }
}

/// A store of 950 converters, each of more than a kilobyte, of which the tenth is damaged.
async fn store(fails_at: usize) -> (Scope, Arc<Watched>) {
    let scope = Memory::scope();
    let put = |id: i64| {
        let body = json!({
            "id": id, "notebook_id": 1, "converter": "C".repeat(1024), "status": if id % 2 == 0 { 3 } else { 0 },
            "job_id": null, "created": 0, "last_modified": 0, "delivery_time": null, "start_time": null,
            "end_time": null, "applied": null,
            "settings": { "params": null, "scope": null, "order": 0, "target": null },
        });
        let body = if id == 10 { json!("damaged") } else { body };
        let parent = Some(Key::new("notebook", 1));
        Write::Put(Record { key: Key::new("converter", id), version: 0, parent, order: id, body }, Expect::Absent)
    };
    for first in 0..10 {
        let ids = first * 100 + 1..=(first * 100 + 100).min(950);
        assert_eq!(scope.meta.commit(ids.map(put).collect()).await, Ok(Commit::Done));
    }
    let watched = Arc::new(Watched { pages: AtomicUsize::new(0), fails_at });
    (observed(&scope, watched.clone()), watched)
}

async fn part(query: &str) -> ApiResult<Part> {
    let (mut parts, ()) = Request::get(format!("/api/v1/thing?{query}")).body(()).unwrap().into_parts();
    Part::from_request_parts(&mut parts, &()).await
}

async fn window(query: &str) -> Part {
    let (mut parts, ()) = Request::get(format!("/api/v1/thing?{query}")).body(()).unwrap().into_parts();
    Window::from_request_parts(&mut parts, &()).await.unwrap().0
}

async fn converters(scope: &Scope, part: Part) -> ApiResult<Response> {
    all::<Converter, ConverterRow>(scope, part).await
}

/// The ids in an answer, and the query that leads to the next one.
async fn read(response: Response) -> (Vec<i64>, Option<String>) {
    let link = response.headers().get(LINK).map(|link| link.to_str().unwrap().to_owned());
    let next = link.map(|link| {
        let query = link.strip_prefix("</api/v1/thing?").and_then(|rest| rest.strip_suffix(">; rel=\"next\""));
        query.unwrap_or_else(|| panic!("{link}")).to_owned()
    });
    let rows: Vec<Value> = serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap();
    (rows.iter().map(|row| row["id"].as_i64().unwrap()).collect(), next)
}

/// Every id but that of the damaged record.
fn all_ids() -> Vec<i64> {
    (1..=950).filter(|id| *id != 10).collect()
}

#[tokio::test]
async fn a_list_is_read_as_it_is_taken() {
    let (scope, watched) = store(usize::MAX).await;
    let mut body = converters(&scope, Part::default()).await.unwrap().into_body();
    assert_eq!(watched.pages.load(Relaxed), 1, "nothing was taken yet");
    tokio::task::yield_now().await;
    assert_eq!(watched.pages.load(Relaxed), 1, "and nobody reads ahead");
    let (mut text, mut chunks) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let chunk = frame.unwrap().into_data().unwrap();
        assert!(chunk.len() < CHUNK_BYTES + 2048, "{} bytes at once", chunk.len());
        text.extend_from_slice(&chunk);
        chunks += 1;
        assert!(watched.pages.load(Relaxed) <= 1 + chunks, "{} pages for {chunks} chunks", watched.pages.load(Relaxed));
    }
    let rows: Vec<Value> = serde_json::from_slice(&text).unwrap();
    let ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    assert_eq!((ids == all_ids(), watched.pages.load(Relaxed), chunks > 10), (true, 10, true));
}

#[tokio::test]
async fn a_failure_is_an_answer_of_its_own_or_breaks_the_list_off() {
    let (scope, _) = store(1).await;
    let Err(ApiError::Domain(error)) = converters(&scope, Part::default()).await else { panic!() };
    assert_eq!(error, Error::unavailable("the store is gone"));
    let (scope, _) = store(3).await;
    let mut body = converters(&scope, Part::default()).await.unwrap().into_body();
    let mut text = Vec::new();
    let broken = loop {
        match body.frame().await {
            Some(Ok(frame)) => text.extend_from_slice(&frame.into_data().unwrap()),
            Some(Err(error)) => break error,
            None => panic!("the list seems to be whole"),
        }
    };
    assert_eq!(broken.to_string(), "temporarily unavailable: the store is gone");
    assert!(serde_json::from_slice::<Value>(&text).is_err());
}

#[tokio::test]
async fn parts_give_every_row_once() {
    let (scope, watched) = store(usize::MAX).await;
    for limit in [1000, 500, 19] {
        let (mut ids, mut next, mut parts) = (Vec::new(), Some(format!("a=b%20c&limit={limit}")), 0);
        watched.pages.store(0, Relaxed);
        while let Some(query) = next {
            assert!(query.starts_with(&format!("a=b%20c&limit={limit}")), "{query}");
            let (more, after) = read(converters(&scope, part(&query).await.unwrap()).await.unwrap()).await;
            assert!(more.len() <= limit);
            ids.extend(more);
            next = after;
            parts += 1;
        }
        assert_eq!((ids == all_ids(), parts), (true, 950_usize.div_ceil(limit)), "parts of {limit}");
        assert_eq!(watched.pages.load(Relaxed), parts, "each part is a page of the store");
    }
}

#[tokio::test]
async fn a_window_is_cut_out_of_a_list() {
    let (scope, _) = store(usize::MAX).await;
    let ids = async |query: &str| read(converters(&scope, window(query).await).await.unwrap()).await;
    assert_eq!(ids("").await, (all_ids(), None));
    assert_eq!(ids("skip=-1&limit=-1").await, (all_ids(), None));
    assert_eq!(ids("skip=300&limit=2").await, (vec![302, 303], None));
    assert_eq!(ids("skip=940").await.0.len(), 9);
    assert_eq!(ids("skip=9223372036854775807&limit=9223372036854775807").await, (vec![], None));
    assert_eq!(ids("limit=2000").await.0.len(), 949);
    let (first, next) = ids("limit=3").await;
    assert_eq!((first, ids(&next.unwrap()).await.0), (vec![1, 2, 3], vec![4, 5, 6]));
}

#[tokio::test]
async fn what_is_no_part_is_said() {
    let (scope, _) = store(usize::MAX).await;
    let limit = "limit must be 1 to 1000. Ask for that many, and for more with the cursor that the header Link has.";
    let cursor = "The cursor of a page must be passed back as it was received.";
    for (query, sentence) in [
        ("limit=0", limit),
        ("limit=-1", limit),
        ("limit=1001", limit),
        ("cursor=nonsense", cursor),
        ("cursor=", cursor),
        (&format!("cursor=1:{}", "x".repeat(200)), cursor),
    ] {
        let answer = match part(query).await {
            Ok(part) => converters(&scope, part).await,
            Err(error) => Err(error),
        };
        let Err(ApiError::Domain(Error::Invalid(said))) = answer else { panic!("{query}") };
        assert_eq!(said, sentence, "{query}");
    }
    assert!(matches!(part("limit=ten").await, Err(ApiError::Validation(_))));
}
