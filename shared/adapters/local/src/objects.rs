//! Objects as files, durable when a write returns.

use crate::lock::Lock;
use crate::pairing::NOTE;
use crate::reserve::Reserve;
use crate::unusable;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, RenameOptions, Result, UploadPart,
};
use std::fmt;
use std::fs::File;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// A local file system that syncs what it writes: the file, and every folder above it.
#[derive(Debug)]
pub struct Durable {
    files: Arc<LocalFileSystem>,
    root: Arc<FilePath>,
    reserve: Arc<Reserve>,
    _lock: Arc<Lock>,
}

impl Durable {
    /// Opens (and makes) the folder, and clears away what a killed process left half-written.
    pub fn open(root: &FilePath, reserve: Arc<Reserve>, lock: Arc<Lock>) -> skydash_domain::Result<Self> {
        std::fs::create_dir_all(root).map_err(|error| unusable(root, &error))?;
        let root = root.canonicalize().map_err(|error| unusable(root, &error))?;
        let files = LocalFileSystem::new_with_prefix(&root).map_err(|error| unusable(&root, &error))?;
        let (folder, opened) = (root.clone(), SystemTime::now());
        std::thread::Builder::new()
            .name("leftovers".into())
            .spawn(move || remove_leftovers(&folder, opened))
            .map_err(|error| unusable(&root, &error))?;
        Ok(Self { files: Arc::new(files.with_automatic_cleanup(true)), root: root.into(), reserve, _lock: lock })
    }

    /// Fails while the disk is full, when nothing new may be stored.
    fn admit(&self) -> Result<()> {
        self.reserve.admit().map_err(|_| generic(std::io::Error::from(std::io::ErrorKind::StorageFull).into()))
    }

    async fn sync(&self, location: &Path) -> Result<()> {
        sync(self.files.clone(), self.root.clone(), location.clone()).await
    }
}

/// Removes files that the file system store was writing when its process ended. It marks them with
/// a `#`, which it never leaves in the name of an object.
fn remove_leftovers(folder: &FilePath, opened: SystemTime) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let marked = entry.file_name().to_string_lossy().contains('#');
        let is_old = || entry.metadata().and_then(|found| found.modified()).is_ok_and(|modified| modified < opened);
        if is_folder {
            remove_leftovers(&path, opened);
        } else if marked
            && is_old()
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, "a half-written object could not be removed");
        }
    }
}

/// Syncs an object's file and the folders from it up to the root.
async fn sync(files: Arc<LocalFileSystem>, root: Arc<FilePath>, location: Path) -> Result<()> {
    let synced = tokio::task::spawn_blocking(move || {
        let path = files.path_to_filesystem(&location)?;
        sync_path(&path, &root).map_err(|error| generic(error.into()))
    });
    synced.await?
}

fn sync_path(path: &FilePath, root: &FilePath) -> std::io::Result<()> {
    File::open(path)?.sync_all()?;
    let above: Vec<PathBuf> =
        path.ancestors().skip(1).take_while(|dir| dir.starts_with(root)).map(Into::into).collect();
    above.iter().try_for_each(|dir| File::open(dir)?.sync_all())
}

fn generic(source: Box<dyn std::error::Error + Send + Sync>) -> object_store::Error {
    object_store::Error::Generic { store: "local", source }
}

impl fmt::Display for Durable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "durable {}", self.files)
    }
}

#[async_trait::async_trait]
impl ObjectStore for Durable {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.admit()?;
        let result = self.files.put_opts(location, payload, options).await?;
        self.sync(location).await?;
        Ok(result)
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.admit()?;
        let inner = self.files.put_multipart_opts(location, options).await?;
        let (files, root) = (self.files.clone(), self.root.clone());
        Ok(Box::new(DurableUpload { inner, files, root, location: location.clone() }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.files.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.files.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let is_note = |object: &ObjectMeta| object.location.as_ref() == NOTE;
        Box::pin(self.files.list(prefix).try_filter(move |object| std::future::ready(!is_note(object))))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        let mut listed = self.files.list_with_delimiter(prefix).await?;
        listed.objects.retain(|object| object.location.as_ref() != NOTE);
        Ok(listed)
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.files.copy_opts(from, to, options).await?;
        self.sync(to).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.files.rename_opts(from, to, options).await?;
        self.sync(to).await
    }
}

/// An upload in pieces that is durable once completed.
#[derive(Debug)]
struct DurableUpload {
    inner: Box<dyn MultipartUpload>,
    files: Arc<LocalFileSystem>,
    root: Arc<FilePath>,
    location: Path,
}

#[async_trait::async_trait]
impl MultipartUpload for DurableUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.inner.put_part(data)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let result = self.inner.complete().await?;
        sync(self.files.clone(), self.root.clone(), self.location.clone()).await?;
        Ok(result)
    }

    async fn abort(&mut self) -> Result<()> {
        self.inner.abort().await
    }
}
