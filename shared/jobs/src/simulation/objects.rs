//! Objects that are as old as the schedule's clock says, and a store of them that fails.

use super::faults::{after, before};
use super::world::World;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Objects in memory, on the schedule's clock.
pub struct Dated {
    inner: InMemory,
    world: Arc<World>,
    written: Arc<Mutex<HashMap<Path, i64>>>,
}

impl Dated {
    pub fn new(world: &Arc<World>) -> Self {
        Self { inner: InMemory::new(), world: world.clone(), written: Arc::default() }
    }

    fn note(&self, location: &Path) {
        self.written.lock().expect("times").insert(location.clone(), self.world.now());
    }
}

/// The same store as somebody sees it whose calls fail.
pub struct Faulty {
    pub inner: Arc<dyn ObjectStore>,
    pub world: Arc<World>,
}

fn failed(error: skydash_domain::Error) -> Error {
    Error::Generic { store: "simulated", source: error.to_string().into() }
}

/// A call that fails before or after the deed.
async fn tried<T>(world: &World, deed: impl Future<Output = Result<T>>) -> Result<T> {
    before(world).await.map_err(failed)?;
    let done = deed.await?;
    after(world, Ok(done)).await.map_err(failed)
}

macro_rules! shown {
    ($($type:ty),+) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("simulated")
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("simulated")
            }
        }
    )+};
}
shown!(Dated, Faulty);

/// As old as was noted, on the machine's own clock.
fn aged(mut object: ObjectMeta, written: &Mutex<HashMap<Path, i64>>) -> ObjectMeta {
    let noted = written.lock().expect("times")[&object.location];
    object.last_modified -= Duration::from_micros(object.last_modified.timestamp_micros().abs_diff(noted));
    object
}

#[async_trait::async_trait]
impl ObjectStore for Dated {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.note(location);
        self.inner.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(&self, to: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.note(to);
        self.inner.put_multipart_opts(to, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let written = self.written.clone();
        self.inner.list(prefix).map_ok(move |object| aged(object, &written)).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.note(to);
        self.inner.copy_opts(from, to, options).await
    }
}

#[async_trait::async_trait]
impl ObjectStore for Faulty {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        tried(&self.world, self.inner.put_opts(location, payload, options)).await
    }

    async fn put_multipart_opts(&self, to: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(to, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        tried(&self.world, self.inner.get_opts(location, options)).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let (inner, world) = (self.inner.clone(), self.world.clone());
        let delete = move |location: Path| {
            let (inner, world) = (inner.clone(), world.clone());
            async move { tried(&world, inner.delete(&location)).await.map(|()| location) }
        };
        locations.and_then(delete).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (inner, world, prefix) = (self.inner.clone(), self.world.clone(), prefix.cloned());
        let begin = async move { before(&world).await.map_err(failed) };
        futures::stream::once(begin).map_ok(move |()| inner.list(prefix.as_ref())).try_flatten().boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        tried(&self.world, self.inner.list_with_delimiter(prefix)).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        tried(&self.world, self.inner.copy_opts(from, to, options)).await
    }
}
