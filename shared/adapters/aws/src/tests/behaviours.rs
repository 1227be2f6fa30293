//! What the suites of the ports cannot know of: the limits of the services, and what only they do.

use super::Fixture;
use super::http::send;
use crate::provision;
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, integration};
use serde_json::{Value, json};
use skydash_domain::job::{Message, Upload};
use skydash_domain::{JobId, Tenant};
use skydash_ports::meta::MAX_WRITES;
use skydash_ports::uploads::{PART_BYTES, Plan};
use skydash_ports::{Commit, Expect, Key, Lane, Links, MetaStore, Query, Record, Write};
use std::collections::BTreeMap;
use std::time::Duration;

fn thing(id: impl ToString, order: i64, body: Value) -> Record {
    Record { key: Key::new("thing", id.to_string()), version: 0, parent: None, order, body }
}

fn text(bytes: usize) -> Value {
    json!("x".repeat(bytes))
}

async fn put(meta: &dyn MetaStore, records: impl IntoIterator<Item = Record>) {
    let writes: Vec<Write> = records.into_iter().map(|record| Write::Put(record, Expect::Anything)).collect();
    for writes in writes.chunks(MAX_WRITES) {
        assert_eq!(meta.commit(writes.to_vec()).await, Ok(Commit::Done));
    }
}

/// The orders of all records a query finds, and over how many pages.
async fn orders(meta: &dyn MetaStore, mut query: Query) -> (Vec<i64>, usize) {
    let (mut found, mut pages) = (Vec::new(), 0);
    loop {
        let page = meta.query(&query).await.expect("a page");
        found.extend(page.records.iter().map(|record| record.order));
        pages += 1;
        query.cursor = page.cursor;
        if query.cursor.is_none() {
            return (found, pages);
        }
    }
}

/// The names of the objects that hold bodies.
async fn bodies(fixture: &Fixture) -> Vec<String> {
    let listed = fixture.aws.objects().list(Some(&Path::from("default/bodies")));
    listed.map_ok(|object| object.location.to_string()).try_collect().await.expect("a list")
}

pub async fn the_object_store_keeps_its_own_contract(fixture: Fixture) {
    let store = fixture.aws.scope().objects;
    integration::put_get_delete_list(&store).await;
    integration::get_opts(&store).await;
    integration::put_opts(&store, true).await;
    integration::list_uses_directories_correctly(&store).await;
    integration::list_with_delimiter(&store).await;
    integration::list_with_offset_exclusivity(&store).await;
    integration::rename_and_copy(&store).await;
    integration::copy_rename_nonexistent_object(&store).await;
    integration::put_get_attributes(&store).await;
    integration::stream_get(&store).await;
    integration::multipart_out_of_order(&store).await;
    integration::multipart_race_condition(&store, true).await;
}

pub async fn a_copy_replaces_nothing_unless_it_may(fixture: Fixture) {
    integration::copy_if_not_exists(&fixture.aws.scope().objects).await;
}

pub async fn making_everything_twice_changes_nothing(fixture: Fixture) {
    put(&*fixture.aws.scope().meta, [thing(1, 0, json!("kept"))]).await;
    let Fixture { aws, clients, names, config } = fixture;
    let again =
        provision(&clients, &names, config.visibility_timeout, config.max_receives, config.endpoints.clone()).await;
    assert_eq!(again, Ok(config));
    assert!(aws.scope().meta.get(&Key::new("thing", 1)).await.expect("a read").is_some());
}

/// A page of DynamoDB ends after 1 MB, whatever was asked for.
pub async fn pages_go_on_beyond_a_megabyte(fixture: Fixture) {
    let meta = fixture.aws.scope().meta;
    put(&*meta, (0..90).map(|n| thing(n, n, text(30_000)))).await;
    for (query, expected) in [
        (Query::all("thing").limit(1000), (0..90).collect::<Vec<_>>()),
        (Query::all("thing").limit(1000).descending(), (0..90).rev().collect()),
    ] {
        let (found, pages) = orders(&*meta, query).await;
        assert_eq!(found, expected);
        assert!(pages > 2, "{pages} pages for 2.7 MB");
    }
    let keys: Vec<Key> = (0..90).map(|n| Key::new("thing", n)).collect();
    assert_eq!(meta.get_many(&keys).await.expect("records").iter().flatten().count(), 90);
}

/// DynamoDB takes 4 MB in a transaction; these are 6 MB.
pub async fn a_hundred_large_bodies_are_one_transaction(fixture: Fixture) {
    let meta = fixture.aws.scope().meta;
    let records = |n: i64| thing(n, n, text(60_000));
    let writes = (0..100).map(|n| Write::Put(records(n), Expect::Absent)).collect();
    assert_eq!(meta.commit(writes).await, Ok(Commit::Done));
    assert_eq!(bodies(&fixture).await.len(), 100);
    let page = meta.query(&Query::all("thing").limit(100)).await.expect("a page");
    assert_eq!(page.records.len(), 100);
    for (n, record) in (0..).zip(page.records) {
        assert_eq!(record, Record { version: 1, ..records(n) });
    }
    // The largest that stay inside, with long keys, still make a transaction.
    let long = |n: i64| Record {
        parent: Some(Key::new("parent", "p".repeat(1024))),
        ..thing(format!("{n}{}", "é".repeat(500)), n, text(32 * 1024 - 2))
    };
    put(&*meta, (0..100).map(long)).await;
    assert_eq!(bodies(&fixture).await.len(), 100);
}

pub async fn a_body_moves_out_of_the_table_and_back(fixture: Fixture) {
    let meta = fixture.aws.scope().meta;
    let parent = Some(Key::new("parent", 1));
    for (version, size) in [(1, 10), (2, 100_000), (3, 200_000), (4, 10)] {
        let record = Record { parent: parent.clone(), ..thing("1", 0, text(size)) };
        put(&*meta, [record.clone()]).await;
        let expected = Record { version, ..record };
        assert_eq!(meta.get(&expected.key).await, Ok(Some(expected.clone())));
        assert_eq!(meta.get_many(std::slice::from_ref(&expected.key)).await, Ok(vec![Some(expected.clone())]));
        let children = Query::children("thing", Key::new("parent", 1));
        assert_eq!(meta.query(&children).await.expect("a page").records, [expected]);
    }
}

pub async fn bodies_that_no_record_names_are_collected(fixture: Fixture) {
    let (aws, tenant) = (&fixture.aws, Tenant::default());
    let meta = aws.scope().meta;
    put(&*meta, [thing(1, 0, text(50_000)), thing(2, 0, text(50_000))]).await;
    put(&*meta, [thing(1, 0, text(60_000)), thing(2, 0, text(10))]).await;
    let refused = vec![Write::Put(thing(1, 0, text(70_000)), Expect::Version(1))];
    assert_eq!(meta.commit(refused).await, Ok(Commit::Refused(0)));
    assert_eq!(bodies(&fixture).await.len(), 4);

    assert_eq!(aws.collect_bodies(&tenant, Duration::from_secs(3600), 10).await, Ok(0));
    assert_eq!(aws.collect_bodies(&tenant, Duration::ZERO, 2).await, Ok(2));
    assert_eq!(aws.collect_bodies(&tenant, Duration::ZERO, 10).await, Ok(1));
    assert_eq!(aws.collect_bodies(&tenant, Duration::ZERO, 10).await, Ok(0));
    assert_eq!(bodies(&fixture).await.len(), 1);
    let kept = meta.get(&Key::new("thing", 1)).await.expect("a read").expect("a record");
    assert_eq!(kept.body, text(60_000));

    assert_eq!(meta.commit(vec![Write::Delete(kept.key, Expect::Version(2))]).await, Ok(Commit::Done));
    assert_eq!(aws.collect_bodies(&tenant, Duration::ZERO, 10).await, Ok(1));
    assert_eq!(bodies(&fixture).await, [""; 0]);
}

/// A cursor may have been given for another `after`; it still says where to go on.
pub async fn a_cursor_from_outside_of_a_query_is_no_failure(fixture: Fixture) {
    let meta = fixture.aws.scope().meta;
    put(&*meta, (0..10).map(|n| thing(n, n, json!(n)))).await;
    let (low, high) = (cursor_after(&*meta, 1).await, cursor_after(&*meta, 8).await);
    let with = |query: Query, cursor: &str| Query { cursor: Some(cursor.to_owned()), ..query };
    let up = Query::all("thing").after(5);
    assert_eq!(orders(&*meta, with(up.clone(), &low)).await.0, [6, 7, 8, 9]);
    assert_eq!(orders(&*meta, with(up.clone(), &high)).await.0, [9]);
    assert_eq!(orders(&*meta, with(up.clone().descending(), &low)).await.0, [0; 0]);
    assert_eq!(orders(&*meta, with(up.descending(), &high)).await.0, [7, 6]);
}

/// The cursor after the record of this order.
async fn cursor_after(meta: &dyn MetaStore, order: i64) -> String {
    let page = meta.query(&Query::all("thing").limit(order as usize + 1)).await.expect("a page");
    assert_eq!(page.records.last().map(|record| record.order), Some(order));
    page.cursor.expect("a cursor")
}

pub async fn ids_longer_than_a_key_may_be_are_kept_and_listed(fixture: Fixture) {
    let meta = fixture.aws.scope().meta;
    let ids = ["short".to_owned(), "l".repeat(1023) + "1", "l".repeat(1023) + "2", "é".repeat(512)];
    let parent = Key::new("parent", "p".repeat(1024));
    let child = |id: &String| Record { parent: Some(parent.clone()), ..thing(id, 0, json!(id)) };
    put(&*meta, ids.iter().map(child)).await;
    for query in [Query::all("thing"), Query::children("thing", parent.clone())] {
        let mut query = query.limit(1);
        let mut found = Vec::new();
        loop {
            let page = meta.query(&query).await.expect("a page");
            found.extend(page.records.into_iter().map(|record| record.key.id));
            match page.cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => break,
            }
        }
        found.sort();
        let mut expected = ids.to_vec();
        expected.sort();
        assert_eq!(found, expected);
    }
}

fn message() -> Message {
    Message { version: 1, tenant: Tenant::default(), job_id: JobId(uuid::Uuid::from_u128(1)) }
}

pub async fn a_message_that_is_none_of_ours_holds_nobody_up(fixture: Fixture) {
    let (queue, config) = (fixture.aws.scope().queue, fixture.config);
    let foreign = fixture.clients.sqs.send_message().queue_url(&config.compute.queue).message_body("nonsense");
    foreign.send().await.expect("a message sent");
    queue.send(Lane::Compute, &message()).await.expect("a message sent");
    let found = queue.receive(Lane::Compute, 10, Duration::from_secs(2)).await.expect("deliveries");
    assert_eq!(found.iter().map(|delivery| &delivery.message).collect::<Vec<_>>(), [&message()]);
    queue.ack(Lane::Compute, &found[0]).await.expect("an ack");
    for _ in 0..4 {
        let nothing = queue.receive(Lane::Compute, 10, config.visibility_timeout + Duration::from_millis(100)).await;
        assert_eq!(nothing, Ok(vec![]));
    }
    let dead = fixture.clients.sqs.receive_message().queue_url(&config.compute.dead_letters).send().await;
    let dead = dead.expect("an answer").messages.unwrap_or_default();
    assert_eq!(dead.iter().map(|dead| dead.body()).collect::<Vec<_>>(), [Some("nonsense")]);
}

/// SQS hides a message for twelve hours at most.
pub async fn a_long_delay_is_as_long_as_there_can_be(fixture: Fixture) {
    let queue = fixture.aws.scope().queue;
    queue.send(Lane::Batch, &message()).await.expect("a message sent");
    let found = queue.receive(Lane::Batch, 1, Duration::from_secs(2)).await.expect("deliveries");
    queue.extend(Lane::Batch, &found[0], Duration::from_secs(13 * 3600)).await.expect("an extension");
    assert_eq!(queue.receive(Lane::Batch, 1, Duration::ZERO).await, Ok(vec![]));
}

pub async fn a_download_address_needs_no_credentials(fixture: Fixture) {
    let (objects, location) = (fixture.aws.objects(), Path::from("default/artifacts/ü 1"));
    objects.put(&location, "content".into()).await.expect("a put");
    let url = objects.download(&location, "text/csv", Some("attachment; filename=a.csv")).await.expect("an address");
    let answer = send("GET", &url, b"").await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"content".as_slice()), "{}", answer.headers);
    let headers = answer.headers.to_lowercase();
    assert!(headers.contains("filename=a.csv") && headers.contains("content-type: text/csv"), "{headers}");
}

pub async fn an_upload_comes_in_parts_from_elsewhere(fixture: Fixture) {
    let scope = fixture.aws.scope();
    let links = scope.links.as_ref().expect("addresses");
    let plan = Plan { file_name: "a.csv".into(), size_bytes: PART_BYTES + 7 };
    let id = uuid::Uuid::from_u128(7);
    let key = id.to_string();
    scope.uploads.begin(id, &plan).await.expect("a plan");
    let parts = [(2, b"the end".to_vec()), (1, vec![7; usize::try_from(PART_BYTES).expect("a size")])];
    for (number, bytes) in &parts {
        let url = links.upload(&scope.uploads.part(&key, *number), bytes.len() as u64).await.expect("an address");
        let answer = send("PUT", &url, bytes).await;
        assert_eq!(answer.status, 200, "{url} {}", answer.headers);
    }
    let complete = Upload { key: key.clone(), file_name: plan.file_name, size_bytes: plan.size_bytes, hash: None };
    assert_eq!(scope.uploads.complete(&key).await, Ok(complete));
    let stored: Vec<_> = scope.uploads.stream(&key).await.expect("an upload").try_collect().await.expect("its bytes");
    let [end, start] = parts;
    assert_eq!(stored.concat(), [start.1, end.1].concat());
    scope.uploads.remove(&key).await.expect("a removal");
    assert_eq!(scope.uploads.arrived(&key).await, Ok(BTreeMap::new()));
}
