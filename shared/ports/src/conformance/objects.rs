//! Behaviours of the object store as the three areas use it. The store's own contract is covered
//! by the `integration` suite of the `object_store` crate, which adapters run as well.

use crate::objects::{Artifacts, Tables};
use crate::uploads::Uploads;
use bytes::Bytes;
use futures::TryStreamExt;
use object_store::{ObjectStore, PutPayload};
use skydash_domain::{Error, Tenant};
use std::sync::Arc;

/// The port under test.
type Objects = Arc<dyn ObjectStore>;

fn tenant(name: &str) -> Tenant {
    Tenant::try_from(name.to_owned()).expect("a tenant")
}

/// Bytes of every value, more than a page of memory.
fn bytes() -> Bytes {
    (0..20_000_u32).map(|n| (n % 251) as u8).collect::<Vec<u8>>().into()
}

/// Small, empty and JSON objects are kept.
pub async fn an_object_comes_back_as_it_was_written(objects: Objects) {
    let artifacts = Artifacts::new(objects.clone(), &tenant("a"));
    for (name, content) in [("some", bytes()), ("none", Bytes::new())] {
        artifacts.put(name, content.clone()).await.expect("a put");
        assert_eq!(artifacts.get(name).await, Ok(content));
    }
    let tables = Tables::new(objects, &tenant("a"));
    tables.put_summary("v1", &vec![1, 2, 3]).await.expect("a put");
    assert_eq!(tables.summary::<Vec<i32>>("v1").await, Ok(vec![1, 2, 3]));
}

/// Readers of Parquet footers get just the bytes they ask for.
pub async fn a_range_is_a_part_of_the_object(objects: Objects) {
    let tables = Tables::new(objects, &tenant("a"));
    let name = Tables::part_name("v1", 0);
    tables.put_part(&name, bytes()).await.expect("a put");
    assert_eq!(tables.part_range(&name, 100..300).await, Ok(bytes().slice(100..300)));
    assert_eq!(tables.part(&name).await, Ok(bytes()));
}

/// A missing object has its own error, with a sentence that names no key.
pub async fn a_missing_object_is_not_found(objects: Objects) {
    let artifacts = Artifacts::new(objects.clone(), &tenant("a"));
    assert!(matches!(artifacts.get("missing").await, Err(Error::NotFound(text)) if !text.contains("missing")));
    let uploads = Uploads::new(objects, &tenant("a"));
    assert!(matches!(uploads.stream("missing").await.err(), Some(Error::NotFound(_))));
}

/// Written in pieces, it is there when completed and not before.
pub async fn an_upload_in_pieces_exists_once_completed(objects: Objects) {
    let uploads = Uploads::new(objects, &tenant("a"));
    let piece = Bytes::from(vec![7; 5 * 1024 * 1024]);
    let mut writer = uploads.writer("u").await.expect("a writer");
    writer.put_part(PutPayload::from_bytes(piece.clone())).await.expect("a piece");
    writer.put_part(PutPayload::from_bytes(bytes())).await.expect("a piece");
    assert!(uploads.stream("u").await.is_err(), "the upload shows before it is complete");
    writer.complete().await.expect("a completed upload");
    let stored: Vec<Bytes> = uploads.stream("u").await.expect("a stream").try_collect().await.expect("its bytes");
    assert_eq!(stored.concat(), [piece, bytes()].concat());
}

/// Given up, it never shows.
pub async fn an_aborted_upload_leaves_nothing(objects: Objects) {
    let uploads = Uploads::new(objects.clone(), &tenant("a"));
    let mut writer = uploads.writer("u").await.expect("a writer");
    writer.put_part(PutPayload::from_bytes(bytes())).await.expect("a piece");
    writer.abort().await.expect("an abort");
    assert!(uploads.stream("u").await.is_err());
    let left: Vec<_> = objects.list(None).try_collect().await.expect("a list");
    assert_eq!(left, []);
}

/// Removing what is gone is no error.
pub async fn removing_twice_is_harmless(objects: Objects) {
    let uploads = Uploads::new(objects, &tenant("a"));
    uploads.put("u", bytes()).await.expect("a put");
    uploads.remove("u").await.expect("a removal");
    uploads.remove("u").await.expect("a second removal");
    assert!(uploads.stream("u").await.is_err());
}

/// The same name in another area or for another tenant is another object.
pub async fn areas_and_tenants_are_separate(objects: Objects) {
    Artifacts::new(objects.clone(), &tenant("a")).put("x", bytes()).await.expect("a put");
    assert!(Artifacts::new(objects.clone(), &tenant("b")).get("x").await.is_err());
    assert!(Uploads::new(objects, &tenant("a")).stream("x").await.is_err());
}
